package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.store.TestPostgres;
import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.vault.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one PostgreSQL server, each with a data folder of its own. */
class ClusterTest {
  private static final Duration TRAINING = Duration.ofSeconds(90);

  @TempDir Path folder;

  private final FakeBotApi api = FakeBotApi.start();
  private final List<MynahProcess> processes = new ArrayList<>();
  private FakeUser olga;
  private String database = "";

  @BeforeEach
  void startServer() {
    database = TestPostgres.url(folder);
    olga = api.user("Olga").waiting(TRAINING);
  }

  @AfterEach
  void endProcesses() {
    processes.forEach(MynahProcess::close);
    api.close();
  }

  private MynahProcess start(String home) throws Exception {
    return start(home, Map.of(), "bot");
  }

  private MynahProcess start(String home, Map<String, String> more, String... command)
      throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("MYNAH_HOME", folder.resolve(home).toString());
    environment.put("MYNAH_DATABASE", database);
    environment.put("MYNAH_MASTER_KEY", TestKeys.MASTER.text());
    environment.put("MYNAH_TELEGRAM_TOKEN", api.token());
    environment.put("MYNAH_TELEGRAM_URL", api.address().toString());
    environment.put("MYNAH_ALLOWED", "everyone");
    environment.put("MYNAH_TRAINING_GOOD_SECONDS", "3");
    // A small network learns and draws hundreds of messages quickly.
    environment.put("MYNAH_TRAINING_BASE", "none");
    environment.put("MYNAH_SPEAKING_CANDIDATES", "1");
    environment.putAll(more);
    MynahProcess process = MynahProcess.start(environment, command);
    processes.add(process);
    return process;
  }

  private MynahProcess startWaiting(String home) throws Exception {
    MynahProcess standby = start(home);
    standby.awaitLine(line -> line.contains("takes over when that ends"));
    return standby;
  }

  private int lines() {
    return (int) olga.messages().stream().filter(message -> message.file() == null).count();
  }

  @Test
  void whatAKilledBotHadBegunAndHeardIsDoneByTheOneThatWaited() throws Exception {
    start("first").awaitLine(line -> line.contains("is listening"));
    startWaiting("second");
    olga.sends(BotProcessTest.sample(), "/train");
    olga.sees(message -> message.text().contains("left") && message.text().contains("%"), "a bar");
    int sent = lines();
    long killed = System.nanoTime();
    processes.get(0).kill();
    olga.says("/help");
    processes.get(1).awaitLine(line -> line.contains("is listening"));
    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(20));

    olga.sees("What would you like to know more about?");
    olga.sees("Bella is ready.");
    olga.sees("Tim is ready.");
    assertThat(lines()).as("nothing is said twice").isLessThanOrEqualTo(sent + 2);
    int before = lines();
    olga.says("/speak Bella");
    await().atMost(TRAINING).until(() -> lines() > before);
    assertThat(api.complaints()).isEmpty();
  }

  @Test
  void aBotThatStoodStillSaysNothingMoreOnceAnotherHasTakenOver() throws Exception {
    MynahProcess first = start("first");
    first.awaitLine(line -> line.contains("is listening"));
    MynahProcess second = startWaiting("second");
    first.freeze();
    second.awaitLine(line -> line.contains("is listening"));
    first.thaw();
    assertThat(first.awaitEnd()).isEqualTo(4);

    olga.says("/help");
    olga.sees("What would you like to know more about?");
    assertThat(olga.texts()).hasSize(1);
    assertThat(second.terminate()).as("seconds to a clean end").isLessThan(10);
    start("third").awaitLine(line -> line.contains("is listening"));
  }

  @Test
  void workersTrainWhatTheBotIsAskedAndOneThatDiesIsReplaced() throws Exception {
    start("bot", Map.of("MYNAH_TRAINING_WORKERS", "none"), "bot")
        .awaitLine(line -> line.contains("is listening"));
    MynahProcess worker = start("worker", Map.of(), "worker", "--slots", "1");
    worker.awaitLine(line -> line.contains("Waiting for trainings"));
    olga.sends(BotProcessTest.sample(), "/train");
    olga.sees(message -> message.text().contains("left") && message.text().contains("%"), "a bar");
    worker.kill();
    start("other", Map.of(), "worker").awaitLine(line -> line.contains("Waiting for trainings"));

    olga.sees("Bella is ready.");
    olga.sees("Tim is ready.");
    int before = lines();
    olga.says("/speak Bella");
    await().atMost(TRAINING).until(() -> lines() > before);
    assertThat(processes.get(2).terminate()).as("seconds to a clean end").isLessThan(10);
    assertThat(api.complaints()).isEmpty();
  }

  private static Map<String, String> watched(OpsClient ops) {
    return Map.of(
        "MYNAH_OPS_PORT", "" + ops.port(),
        "MYNAH_LOG_FORMAT", "json",
        "MYNAH_TRAINING_GOOD_SECONDS", "2",
        "MYNAH_TRAINING_WORKERS", "none");
  }

  private List<String> logged(String home, String id) throws IOException {
    return OpsClient.log(folder.resolve(home)).stream()
        .filter(line -> line.path("mdc").path("job").asText().equals(id))
        .map(line -> line.path("formattedMessage").asText().replaceAll("\\d+ s", "N s"))
        .toList();
  }

  @Test
  void eachProcessSaysWhatItDoesAndAJobHasOneIdInAllLogs() throws Exception {
    OpsClient front = OpsClient.atFreePort();
    OpsClient waiting = OpsClient.atFreePort();
    OpsClient worker = OpsClient.atFreePort();
    start("bot", watched(front), "bot").awaitLine(line -> line.contains("is listening"));
    start("next", watched(waiting), "bot")
        .awaitLine(line -> line.contains("takes over when that ends"));
    start("worker", watched(worker), "worker").awaitLine(line -> line.contains("Waiting"));
    olga.sends(BotProcessTest.sample(), "/train");
    olga.sees("Bella is ready.");
    olga.sees("Tim is ready.");

    assertThat(front.value("mynah_front")).isEqualTo(1);
    await().until(() -> front.get("/ready").statusCode() == 200);
    assertThat(waiting.value("mynah_front")).isZero();
    assertThat(waiting.get("/ready").statusCode()).isEqualTo(503);
    assertThat(waiting.get("/ready").body())
        .startsWith("data: it is not open yet: another Mynah is using it");
    assertThat(waiting.get("/live").statusCode()).isEqualTo(200);
    await().until(() -> worker.get("/ready").statusCode() == 200);
    assertThat(worker.get("/metrics").body()).doesNotContain("mynah_front", "mynah_poll");
    await().until(() -> worker.value("mynah_training_duration_seconds_count") == 2);
    assertThat(front.value("mynah_training_duration_seconds_count")).isZero();
    for (String job : List.of("1", "2")) {
      assertThat(logged("worker", job))
          .containsSubsequence("training begins", "training ended: DONE after N s");
      await()
          .untilAsserted(
              () ->
                  assertThat(logged("bot", job))
                      .containsSubsequence(
                          "training asked for: QUEUED", "training in another process ended: DONE"));
    }
  }

  @Test
  void whatIsAskedWhileAConnectionBreaksIsAnsweredAndNotApologisedFor() throws Exception {
    start("bot").awaitLine(line -> line.contains("is listening"));
    olga.says("/help");
    olga.sees("What would you like to know more about?");
    try (Connection other = DriverManager.getConnection(database);
        Statement statement = other.createStatement();
        Connection looking = DriverManager.getConnection(database);
        Statement look = looking.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table people in access exclusive mode");
      olga.says("/people");
      await()
          .until(
              () -> {
                try (ResultSet row =
                    look.executeQuery(
                        """
                        select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock'""")) {
                  return row.next();
                }
              });
      other.rollback();
    }
    await().until(() -> lines() == 2);
    assertThat(olga.texts()).noneMatch(text -> text.contains("something went wrong"));
  }
}
