package io.mynah.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mynah.telegram.TestClock;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Health and metrics as an operator asks for them, over HTTP. */
class OpsServerTest {
  private static final Health.Pace QUICK =
      new Health.Pace(Duration.ofMillis(10), Duration.ofSeconds(10));

  private final HttpClient client = HttpClient.newHttpClient();
  private final TestClock clock = new TestClock();
  private final Health health = new Health(clock, QUICK);
  private final Metrics metrics = new Metrics("1.2.3");
  private OpsServer server;
  private volatile Optional<String> problem = Optional.empty();

  @BeforeEach
  void start() throws IOException {
    server = OpsServer.start(address(0), metrics, health);
  }

  @AfterEach
  void close() {
    server.close();
    health.close();
    metrics.close();
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
    return client.send(
        request.method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  private void awaitReady(int status, String body) {
    await()
        .untilAsserted(
            () -> {
              HttpResponse<String> answer = ask("GET", "/ready");
              assertThat(answer.body()).isEqualTo(body);
              assertThat(answer.statusCode()).isEqualTo(status);
            });
  }

  @Test
  void itIsReadyWhileAllHoldsAndNamesWhatDoesNotAndSinceWhen() {
    health.add(new Check("disk", Optional::empty));
    health.add(new Check("poll", () -> problem));
    awaitReady(200, "disk: ok\npoll: ok\n");

    clock.advance(Duration.ofSeconds(60));
    problem = Optional.of("Telegram is silent");
    String line = "poll: Telegram is silent (since 2026-01-01T00:01:00Z)\n";
    awaitReady(503, "disk: ok\n" + line);
    clock.advance(Duration.ofSeconds(60));
    problem = Optional.of("Telegram is still silent");
    awaitReady(503, "disk: ok\n" + line.replace("is silent", "is still silent"));

    problem = Optional.empty();
    awaitReady(200, "disk: ok\npoll: ok\n");
  }

  @Test
  void aCheckThatThrowsDoesNotHoldAndSaysNothingOfTheFault() {
    health.add(
        new Check(
            "database",
            () -> {
              throw new IllegalStateException("a secret");
            }));
    awaitReady(
        503,
        "database: it cannot be checked: IllegalStateException (since 2026-01-01T00:00:00Z)\n");
  }

  @Test
  void aCheckThatHangsDoesNotHoldAndTheOthersGoOn() {
    CountDownLatch forEver = new CountDownLatch(1);
    health.add(
        new Check(
            "database",
            () -> {
              if (problem.isPresent()) {
                awaitQuietly(forEver);
              }
              return Optional.empty();
            }));
    health.add(new Check("heap", () -> problem));
    awaitReady(200, "database: ok\nheap: ok\n");
    problem = Optional.of("it is full");
    awaitReady(503, "database: ok\nheap: it is full (since 2026-01-01T00:00:00Z)\n");

    clock.advance(Duration.ofSeconds(11));
    awaitReady(
        503,
        """
        database: it does not answer (since 2026-01-01T00:00:00Z)
        heap: it is full (since 2026-01-01T00:00:00Z)
        """);
    forEver.countDown();
  }

  @Test
  void aCheckThatIsToBeNoticedFastMayTakeLessLong() {
    CountDownLatch forEver = new CountDownLatch(1);
    CountDownLatch silent = new CountDownLatch(1);
    health.add(
        new Check(
            "database",
            () -> {
              if (problem.isPresent()) {
                silent.countDown();
                awaitQuietly(forEver);
              }
              return Optional.empty();
            }),
        new Health.Pace(QUICK.interval(), Duration.ofSeconds(3)));
    awaitReady(200, "database: ok\n");
    CountDownLatch hanging = new CountDownLatch(1);
    problem = Optional.of("hangs");
    health.add(
        new Check(
            "heap",
            () -> {
              hanging.countDown();
              awaitQuietly(forEver);
              return Optional.empty();
            }));
    awaitReady(503, "database: ok\nheap: not checked yet (since 2026-01-01T00:00:00Z)\n");
    awaitQuietly(hanging);
    awaitQuietly(silent);
    clock.advance(Duration.ofSeconds(4));
    awaitReady(
        503,
        """
        database: it does not answer (since 2026-01-01T00:00:00Z)
        heap: not checked yet (since 2026-01-01T00:00:00Z)
        """);
    forEver.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void itIsNotReadyBeforeAnythingIsChecked() throws Exception {
    try (Health slow =
            new Health(clock, new Health.Pace(Duration.ofHours(1), Duration.ofHours(1)));
        OpsServer other = OpsServer.start(address(0), metrics, slow)) {
      CountDownLatch forEver = new CountDownLatch(1);
      slow.add(
          new Check(
              "data",
              () -> {
                awaitQuietly(forEver);
                return Optional.empty();
              }));
      URI uri = URI.create("http://127.0.0.1:" + other.port() + "/ready");
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      forEver.countDown();
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).startsWith("data: not checked yet (since ");
    }
  }

  @Test
  void itLivesUntilThreadsWaitForEachOther() throws Exception {
    assertThat(ask("GET", "/live").statusCode()).isEqualTo(200);
    ReentrantLock one = new ReentrantLock();
    ReentrantLock other = new ReentrantLock();
    CountDownLatch both = new CountDownLatch(2);
    Thread first = locking(one, other, both);
    Thread second = locking(other, one, both);

    await()
        .untilAsserted(
            () -> {
              HttpResponse<String> answer = ask("GET", "/live");
              assertThat(answer.body()).isEqualTo("2 threads wait for each other\n");
              assertThat(answer.statusCode()).isEqualTo(503);
            });
    first.interrupt();
    first.join();
    second.join();
    assertThat(ask("GET", "/live").statusCode()).isEqualTo(200);
  }

  private static Thread locking(ReentrantLock mine, ReentrantLock next, CountDownLatch both) {
    Thread thread =
        new Thread(
            () -> {
              mine.lock();
              try {
                both.countDown();
                both.await();
                next.lockInterruptibly();
                next.unlock();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                mine.unlock();
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void onlyWhatIsNamedIsServedAndOnlyForReading() throws Exception {
    for (String path : new String[] {"/", "/ready/", "/metrics/x", "/../etc/passwd", "/Live"}) {
      assertThat(ask("GET", path).statusCode()).as(path).isEqualTo(404);
    }
    for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS"}) {
      HttpResponse<String> answer = ask(method, "/metrics");
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }
    HttpResponse<String> head = ask("HEAD", "/live");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(ask("GET", "/live").body()).as("the connection is whole").isEqualTo("live\n");
  }

  @Test
  void metricsAreServedInPrometheusFormat() throws Exception {
    HttpResponse<String> answer = ask("GET", "/metrics?name=x");
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body())
        .contains("# TYPE jvm_memory_used_bytes gauge")
        .containsPattern("mynah_build_info\\{java=\"[^\"]+\",version=\"1.2.3\"\\} 1");
  }

  @Test
  void anAddressInUseIsRefused() {
    assertThatThrownBy(() -> OpsServer.start(address(server.port()), metrics, health))
        .isInstanceOf(BindException.class);
  }
}
