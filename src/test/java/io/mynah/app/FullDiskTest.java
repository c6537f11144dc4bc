package io.mynah.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mynah.telegram.fake.FakeBotApi;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import java.nio.charset.StandardCharsets;
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

/** The bot on a disk that is full, and on one that cannot be written. */
class FullDiskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long MEGABYTE = 1 << 20;

  @TempDir Path folder;

  private final FakeBotApi api = FakeBotApi.start();
  private final Map<String, String> environment = new HashMap<>();
  private SmallDisk disk;
  private MynahProcess bot;
  private FakeUser olga;

  @BeforeEach
  void mount() throws Exception {
    disk = SmallDisk.of(64, folder.resolve("disk"));
    environment.putAll(QuickBot.environment(disk.folder().resolve("home"), api));
    environment.put("MYNAH_SPEAKING_DELAYS", "false");
    environment.put("MYNAH_LIMITS_DISK_RESERVE_MEGABYTES", "8");
    olga = api.user("Olga").waiting(PATIENCE);
  }

  @AfterEach
  void unmount() throws Exception {
    if (bot != null) {
      bot.close();
    }
    api.close();
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void nothingIsLostWhileTheDiskIsFullAndAllGoesOnWhenThereIsRoom() throws Exception {
    bot = MynahProcess.start(environment, "bot");
    olga.sends(chat(), "/train");
    olga.sees("Bella is ready.");

    disk.fillBut(6 * MEGABYTE);
    olga.sends(chat(), "/train");
    olga.sees("There is hardly any room left on the disk");
    speaksOnce();

    disk.fillBut(0);
    List<FakeUser> people = new ArrayList<>();
    int last = 0;
    for (int i = 0; i < 40; i++) {
      people.add(api.user("Person " + i).waiting(PATIENCE));
      // Long enough that the database cannot do with the pages it has.
      last = people.get(i).says("/help " + "x".repeat(4_000));
    }
    int newest = last;
    await().during(Duration.ofSeconds(2)).until(() -> true);
    assertThat(api.acknowledged()).as("what cannot be stored").isLessThan(newest);
    disk.free();
    people.forEach(person -> person.sees("What would you like to know more about?"));
    await().during(Duration.ofSeconds(2)).until(() -> true);
    assertThat(people).as("each is answered once").allMatch(p -> p.messages().size() == 1);

    olga.sends(chat(), "/train");
    olga.sees("I knew all of it already.");
    speaksOnce();
    bot.terminate();
    assertThat(integrity()).isEqualTo("ok");
  }

  @Test
  void aVoiceThatIsLearnedWhileTheDiskFillsUpIsNotLostAndCanBeTriedAgain() throws Exception {
    environment.put("MYNAH_TRAINING_QUICK_SECONDS", "10");
    environment.put("MYNAH_TRAINING_WORKERS", "1");
    bot = MynahProcess.start(environment, "bot");
    olga.says("/train sample");
    // The first voice is there, and better ones are to be published.
    olga.sees(message -> message.text().contains("You can talk to Bella already"), "a first voice");
    disk.fillBut(0);
    olga.sees("I couldn't finish training Bella: the disk is full");

    disk.free();
    speaksOnce();
    // Tim's turn comes when Bella's end is stored.
    olga.sees(message -> message.text().contains("Tim: ▓"), "how far Tim is");
    assertThat(olga.presses("Cancel")).isNotNull();
    olga.sees("Tim: cancelled.");
    assertThat(olga.presses("Try again")).isNotNull();
    olga.sees("Bella is ready.");
    speaksOnce();
    bot.terminate();
    assertThat(integrity()).isEqualTo("ok");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamedAtTheStart() throws Exception {
    disk.readOnly();
    bot = MynahProcess.start(environment, "bot");
    bot.awaitLine(line -> line.contains("cannot be written"));
    await().atMost(PATIENCE).until(() -> !bot.alive());
    assertThat(bot.output()).noneMatch(line -> line.contains("\tat "));
  }

  private void speaksOnce() {
    int before = words().size();
    olga.says("/speak Bella");
    await().atMost(PATIENCE).until(() -> words().size() == before + 1);
  }

  private List<String> words() {
    return olga.messages().stream().filter(m -> m.file() == null).map(m -> m.text()).toList();
  }

  private String integrity() throws Exception {
    Path file = disk.folder().resolve("home").resolve("mynah.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("pragma integrity_check")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static FakeFile chat() {
    return FakeFile.of("result.json", SmallChat.json().getBytes(StandardCharsets.UTF_8));
  }
}
