package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.store.DatabaseKind;
import io.mynah.store.blobs.BlobStore;
import io.mynah.store.database.Database;
import io.mynah.store.migration.DatabaseCopy;
import io.mynah.vault.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conversation that goes on where its data was copied to. */
class MigratedConversationTest {
  @TempDir Path home;

  private void copy(DatabaseKind from, DatabaseKind to) throws Exception {
    try (Database source = from.open(home, TestKeys.MASTER);
        Database target = to.open(home, TestKeys.MASTER)) {
      DatabaseCopy.Copied copied = new DatabaseCopy(place(source), place(target)).run();
      assertThat(copied.blobs()).isPositive();
    }
  }

  private DatabaseCopy.Place place(Database database) {
    return new DatabaseCopy.Place(database, BlobStore.of(database, home.resolve("blobs")));
  }

  @Test
  void voicesSpeakAndTrainingsGoOnAfterTheMove() throws Exception {
    try (Bot bot = new Bot(home).on(DatabaseKind.SQLITE).start()) {
      Someone olga = bot.someone(1);
      olga.trains(Export.ofBellaAndTim());
      bot.school().hold();
      olga.presses(olga.newest().ref(), "learn:" + olga.person("Bella").value());
      bot.phone().await("a training is held", () -> bot.school().lessons().size() == 3);
      bot.stop();
      copy(DatabaseKind.SQLITE, DatabaseKind.POSTGRES);
      Files.move(home.resolve("blobs"), home.resolve("old"));

      bot.school().release();
      bot.on(DatabaseKind.POSTGRES).start();
      olga.awaitsQuiet();
      assertThat(bot.school().lessons()).hasSize(4);
      olga.says("/speak Tim");
      assertThat(olga.reads()).contains("from Tim");
      olga.says("/speak Bella");
      assertThat(olga.reads()).contains("from Bella");
      olga.says("/forget everything");
      olga.presses(text("button.erase"));
      assertThat(olga.reads()).startsWith(text("forget.done-everything"));
      assertThat(bot.blobs().names()).isEmpty();
    }
  }
}
