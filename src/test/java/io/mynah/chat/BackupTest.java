package io.mynah.chat;

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
      bot.someone(1).trains(Export.ofBellaAndTim());
      copyDatabase();
      copyModels();
      bot.someone(1).says("/forget everything");
      bot.someone(1).presses("Yes");
    }
    try (Bot restored = new Bot(elsewhere).start()) {
      Someone olga = restored.someone(1);
      olga.says("/speak Bella");
      assertThat(olga.reads()).contains("from Bella");
      assertThat(restored.corpora().messages(restored.corpora().chats(olga.owner()).get(0).id()))
          .hasSize(40);
    }
  }

  private void copyDatabase() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("mynah.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("vacuum into '" + elsewhere.resolve("mynah.db") + "'");
    }
  }

  private void copyModels() throws Exception {
    Path to = Files.createDirectory(elsewhere.resolve("models"));
    List<Path> models;
    try (Stream<Path> all = Files.list(home.resolve("models"))) {
      models = all.toList();
    }
    for (Path model : models) {
      Files.copy(model, to.resolve(model.getFileName()));
    }
  }
}
