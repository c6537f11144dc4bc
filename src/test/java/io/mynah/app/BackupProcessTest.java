package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bot with real models that was backed up while it trained, and lives on elsewhere. */
class BackupProcessTest {
  private static final Duration TRAINING = Duration.ofSeconds(90);

  @TempDir Path folder;
  private final FakeBotApi api = FakeBotApi.start();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void speaksAndGoesOnWithTheTrainingThatWasUnderWay() throws Exception {
    Map<String, String> environment = QuickBot.environment(folder.resolve("home"), api);
    environment.put("MYNAH_TRAINING_WORKERS", "1");
    environment.put("MYNAH_SPEAKING_EFFORT", "good");
    environment.put("MYNAH_TRAINING_GOOD_SECONDS", "5");
    FakeUser olga = api.user("Olga").waiting(TRAINING);
    Path backup = folder.resolve("backup");
    try (MynahProcess bot = MynahProcess.start(environment, "bot")) {
      bot.awaitLine(line -> line.contains("is listening"));
      olga.sends(BotProcessTest.sample(), "/train");
      // Bella waits or is trained; Tim waits.
      olga.sees(
          message -> message.text().contains("left") && message.text().contains("%"), "a bar");
      CommandRun made = CommandRun.of(environment, "", "backup", backup.toString());
      assertThat(made.err()).isEmpty();
      assertThat(made.code()).isZero();
      bot.kill();
    }
    environment.put("MYNAH_HOME", folder.resolve("next").toString());
    CommandRun keyless = CommandRun.of(environment, "", "restore", backup.toString());
    assertThat(keyless.err()).contains("there is none in");
    Files.copy(
        folder.resolve("home").resolve("master.key"), folder.resolve("next").resolve("master.key"));
    CommandRun restored = CommandRun.of(environment, "", "restore", backup.toString());
    assertThat(restored.err()).isEmpty();
    assertThat(restored.code()).isZero();

    int before = olga.messages().size();
    try (MynahProcess next = MynahProcess.start(environment, "bot")) {
      next.awaitLine(line -> line.contains("is listening"));
      olga.sees("Bella is ready.");
      olga.sees("Tim is ready.");
      int spoken = olga.messages().size();
      olga.says("/speak Bella");
      await().atMost(TRAINING).until(() -> olga.messages().size() > spoken);
      assertThat(olga.messages()).as("nothing is read anew").hasSizeLessThan(before + 12);
      assertThat(next.output()).noneMatch(line -> line.contains(" ERROR "));
    }
    assertThat(api.complaints()).isEmpty();
  }
}
