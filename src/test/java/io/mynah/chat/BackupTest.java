package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy that was made while the bot runs, as docs/operation.md says, is a bot again. */
class BackupTest {
  @TempDir Path home;
  @TempDir Path elsewhere;

  @Test
  void whatWasCopiedWhileTheBotRunsSpeaksAgain() throws Exception {
    try (Bot bot = new Bot(home).start()) {
      Someone olga = bot.someone(1);
      olga.trains(Export.ofBellaAndTim());
      copyDatabase();
      copy(home.resolve("blobs"), Files.createDirectory(elsewhere.resolve("blobs")));
      olga.says("/forget everything");
      olga.presses(text("button.erase"));
      olga.says("/speak Bella");
      assertThat(olga.reads()).doesNotContain("from Bella");
      bot.stop();
      for (String file : List.of("mynah.db", "mynah.db-wal", "mynah.db-shm")) {
        Files.deleteIfExists(home.resolve(file));
      }
      Files.copy(elsewhere.resolve("mynah.db"), home.resolve("mynah.db"));
      copy(elsewhere.resolve("blobs"), home.resolve("blobs"));

      bot.start();
      olga.says("/speak Bella");
      assertThat(olga.reads()).contains("from Bella");
      assertThat(bot.corpora().messages(bot.corpora().chats(olga.owner()).get(0))).hasSize(40);
    }
  }

  private void copyDatabase() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("mynah.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("vacuum into '" + elsewhere.resolve("mynah.db") + "'");
    }
  }

  private static void copy(Path from, Path to) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.list(from)) {
      files = all.toList();
    }
    for (Path file : files) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }
}
