package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a bot that runs as a process of its own. */
class OpsTest {
  private static final Duration TRAINING = Duration.ofSeconds(90);
  private static final Pattern METRIC = Pattern.compile("\\b(mynah|jvm|process|system)_[a-z0-9_]+");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path home;

  private final FakeBotApi api = FakeBotApi.start();
  private final OpsClient ops = OpsClient.atFreePort();
  private Map<String, String> environment;
  private @Nullable MynahProcess bot;
  private FakeUser olga;

  @BeforeEach
  void start() {
    environment = QuickBot.environment(home, api);
    environment.put("MYNAH_OPS_PORT", Integer.toString(ops.port()));
    environment.put("MYNAH_LOG_FORMAT", "json");
    environment.put("MYNAH_LOG_LEVEL", "debug");
    olga = api.user("Olga").waiting(TRAINING);
  }

  @AfterEach
  void end() {
    if (bot != null) {
      bot.close();
    }
    api.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return ops.get(path);
  }

  private String metrics() throws Exception {
    return get("/metrics").body();
  }

  private double value(String beginning) throws Exception {
    return ops.value(beginning);
  }

  private void awaitReady() {
    await()
        .atMost(TRAINING)
        .untilAsserted(() -> assertThat(get("/ready").body()).doesNotContain("(since"));
  }

  @Test
  void aConversationIsSeenInMetricsHealthAndLogsAndNobodyIsNamed() throws Exception {
    bot = MynahProcess.start(environment, "bot");
    bot.awaitLine(line -> line.contains("is listening"));
    awaitReady(); // though nobody has written
    slowClientsHoldUpNobodyForLong();
    assertThat(get("/ready").statusCode()).isEqualTo(200);
    assertThat(get("/ready").body().lines().map(line -> line.replaceFirst(":.*", "")))
        .containsExactly("data", "database", "key", "disk", "heap", "poll");
    assertThat(CommandRun.of(environment, "", "health").code()).isZero();

    api.faults().next("sendMessage", Fault.badGateway());
    olga.sends(BotProcessTest.sample(), "/train");
    olga.sees("Bella is ready.");
    olga.sees("Tim is ready.");
    int before = olga.messages().size();
    olga.says("/speak Bella are you awake?");
    await().atMost(TRAINING).until(() -> olga.messages().size() > before);
    await().atMost(TRAINING).until(() -> value("mynah_training_duration_seconds_count") == 2);
    await().atMost(TRAINING).until(() -> value("mynah_inbox_updates") == 0);

    assertThat(value("mynah_front")).isEqualTo(1);
    assertThat(value("mynah_updates_received_total")).isEqualTo(2);
    assertThat(value("mynah_updates_handled_total")).isEqualTo(2);
    assertThat(value("mynah_updates_failed_total")).isZero();
    assertThat(value("mynah_answer_delay_seconds_count")).isGreaterThanOrEqualTo(1);
    assertThat(value("mynah_reply_making_seconds_count")).isGreaterThanOrEqualTo(1);
    assertThat(value("mynah_messages_sent_total")).isGreaterThanOrEqualTo(olga.messages().size());
    assertThat(value("mynah_telegram_faults_total{kind=\"server_error\"}")).isEqualTo(1);
    assertThat(value("mynah_model_cache_requests_total{result=\"miss\"}")).isPositive();
    assertThat(value("mynah_model_cache_size_bytes")).isPositive();
    assertThat(value("mynah_database_wait_seconds_count{pool=\"store\"}")).isPositive();
    assertThat(value("mynah_poll_age_seconds")).isBetween(0.0, 120.0);
    assertThat(value("mynah_disk_free_bytes")).isPositive();
    theDashboardAsksForWhatThereIs();
    namesFollowTheConventions();
    nobodyIsNamed();
    theLinesOfAnUpdateCarryOneId();
  }

  private void theDashboardAsksForWhatThereIs() throws Exception {
    Set<String> served =
        metrics()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.replaceFirst("[ {].*", ""))
            .collect(Collectors.toSet());
    JsonNode dashboard =
        JSON.readTree(Files.readString(Path.of("config", "grafana-dashboard.json")));
    Set<String> asked = new TreeSet<>();
    for (JsonNode query : dashboard.findValues("expr")) {
      asked.addAll(names(query.asText()));
    }
    dashboard.findValues("query").forEach(query -> asked.addAll(names(query.asText())));
    assertThat(asked).hasSizeGreaterThan(30);
    assertThat(served).containsAll(asked);
  }

  private static List<String> names(String query) {
    Matcher matcher = METRIC.matcher(query);
    List<String> names = new ArrayList<>();
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }

  /** What Prometheus' own check of metrics asks for, as far as it is ours to decide. */
  private void namesFollowTheConventions() throws Exception {
    String text = metrics();
    Map<String, String> types =
        text.lines()
            .filter(line -> line.startsWith("# TYPE mynah_"))
            .map(line -> line.split(" "))
            .collect(Collectors.toMap(words -> words[2], words -> words[3]));
    assertThat(types).hasSizeGreaterThan(25);
    types.forEach(
        (name, type) -> {
          assertThat(name).matches("[a-z][a-z0-9]*(_[a-z0-9]+)+");
          assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
          assertThat(name)
              .doesNotContainPattern("_(gauge|counter|histogram|summary)(_|$)")
              .doesNotContainPattern("_(count|sum|bucket)$")
              .doesNotContainPattern(
                  "_(ms|millis|milliseconds|minutes|hours|kb|mb|kilobytes|megabytes|percent)(_|$)");
          assertThat(text).contains("# HELP " + name + " ");
          if (type.equals("histogram")) {
            assertThat(name).endsWith("_seconds");
          }
        });
  }

  private void nobodyIsNamed() throws Exception {
    assertThat(metrics())
        .doesNotContainIgnoringCase("olga", "bella", "tim ", "telegram:", "awake", api.token())
        .doesNotContain("\"" + olga.id() + "\"");
  }

  private void theLinesOfAnUpdateCarryOneId() throws IOException {
    List<JsonNode> log = OpsClient.log(home);
    assertThat(log)
        .filteredOn(line -> line.path("mdc").path("update").asText().equals("2"))
        .extracting(line -> line.path("formattedMessage").asText())
        .containsSubsequence("Came in.", "The first message of the answer is sent.", "Done.");
    assertThat(log)
        .filteredOn(line -> line.path("formattedMessage").asText().matches("Came in.|Done.*"))
        .allMatch(line -> line.path("mdc").has("update"));
    List<String> jobs =
        log.stream()
            .filter(line -> line.path("formattedMessage").asText().startsWith("training asked for"))
            .peek(line -> assertThat(line.path("mdc").path("update").asText()).isEqualTo("1"))
            .map(line -> line.path("mdc").path("job").asText())
            .toList();
    assertThat(jobs).hasSize(2).doesNotHaveDuplicates();
    for (String job : jobs) {
      assertThat(log)
          .filteredOn(line -> line.path("mdc").path("job").asText().equals(job))
          .extracting(line -> line.path("formattedMessage").asText().replaceAll("\\d+ s", "N s"))
          .containsSubsequence("training begins", "training ended: DONE after N s");
    }
  }

  private void slowClientsHoldUpNobodyForLong() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), ops.port());
        slow.add(socket);
        socket.getOutputStream().write("GET /ready HTT".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
      }
      assertThat(get("/live").statusCode()).isEqualTo(200);
      for (Socket socket : slow) {
        socket.setSoTimeout(30_000);
        assertThat(ended(socket)).as("its connection is ended").isTrue();
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private static boolean ended(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true; // reset
    }
  }

  @Test
  void aBotThatTelegramDoesNotAnswerSaysSo() throws Exception {
    api.goOffline();
    bot = MynahProcess.start(environment, "bot");
    await()
        .atMost(TRAINING)
        .ignoreExceptions()
        .until(() -> value("mynah_telegram_faults_total{kind=\"no_connection\"}") > 0);
    await()
        .atMost(TRAINING)
        .untilAsserted(
            () ->
                assertThat(get("/ready").body())
                    .contains("data: ok", "poll: Telegram has not answered a poll yet (since 20"));
    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(get("/live").statusCode()).isEqualTo(200);
    CommandRun health = CommandRun.of(environment, "", "health");
    assertThat(health.code()).isEqualTo(1);
    assertThat(health.out()).startsWith("poll: Telegram has not answered a poll yet (since 20");
    assertThat(bot.terminate()).as("seconds to a clean end").isLessThan(10);
  }
}
