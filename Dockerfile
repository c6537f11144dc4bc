# Builds Mynah and runs it as a user without rights; all data lies in /data.
#   docker build -t mynah .
#   docker run -d --read-only --tmpfs /tmp:exec -v mynah:/data -e MYNAH_TELEGRAM_TOKEN=… mynah
# Metrics are at port 9464 of the container's own address where MYNAH_OPS_ADDRESS=0.0.0.0 is set, too.
FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /build
COPY pom.xml .
COPY .mvn .mvn
COPY config config
COPY src src
RUN mvn -B -ntp -q -Dmaven.test.skip=true package

FROM eclipse-temurin:21-jre
RUN useradd --system --uid 10001 --no-create-home mynah \
  && mkdir /data && chown mynah /data
COPY mynah /opt/mynah/mynah
COPY --from=build /build/target/mynah.jar /opt/mynah/target/mynah.jar
COPY --from=build /build/target/lib /opt/mynah/target/lib
# The natives are unpacked to /tmp at each start, which is in memory where it is a tmpfs; what the
# database needs for a while may be large, and goes to the disk.
ENV MYNAH_HOME=/data SQLITE_TMPDIR=/data MYNAH_OPS_PORT=9464 \
  MYNAH_JAVA_OPTS="-Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp"
USER mynah
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --start-period=2m --interval=60s --timeout=10s --retries=3 \
  CMD ["/opt/mynah/mynah", "health", "--live"]
ENTRYPOINT ["/opt/mynah/mynah"]
CMD ["bot"]
