package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.store.DatabaseKind;
import io.mynah.store.backup.DataCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy that was made while the bot runs is a bot again. */
class BackupTest {
  @TempDir Path home;
  @TempDir Path copies;

  private Path copy(String name) throws IOException {
    Path copy = Files.createDirectory(copies.resolve(name));
    Path blobs = Files.createDirectory(copy.resolve("blobs"));
    assertThat(
            new DataCopy(home.resolve("mynah.db"), home.resolve("blobs"))
                .copy(copy.resolve("mynah.db"), blobs))
        .isPresent();
    return copy;
  }

  @Test
  void whatWasCopiedWhileTheBotRunsSpeaksAgain() throws Exception {
    try (Bot bot = new Bot(home).on(DatabaseKind.SQLITE).start()) {
      Someone olga = bot.someone(1);
      olga.trains(Export.ofBellaAndTim());
      Path copy = copy("one");
      olga.says("/forget everything");
      olga.presses(text("button.erase"));
      olga.says("/speak Bella");
      assertThat(olga.reads()).doesNotContain("from Bella");
      bot.stop();
      try (Bot restored = new Bot(copy, bot.phone()).on(DatabaseKind.SQLITE).start()) {
        Someone again = restored.someone(1);
        again.says("/speak Bella");
        assertThat(again.reads()).contains("from Bella");
        assertThat(restored.corpora().messages(restored.corpora().chats(olga.owner()).get(0)))
            .hasSize(40);
      }
    }
  }

  @Test
  void whatWasCopiedWhileManyTrainAndForgetSpeaksTrainsAndForgetsFurther() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    Phone phone = new Phone();
    List<Path> made = new ArrayList<>();
    try (Bot bot = new Bot(home, phone).on(DatabaseKind.SQLITE).start()) {
      bot.someone(1).trains(Export.ofBellaAndTim());
      Someone ada = bot.someone(2);
      Thread busy =
          new Thread(
              () -> {
                while (!ended.get()) {
                  ada.trains(Export.ofBellaAndTim());
                  ada.says("/forget Bella");
                  ada.presses(text("button.erase"));
                  ada.says("/forget everything");
                  ada.presses(text("button.erase"));
                }
              });
      busy.start();
      try {
        for (int i = 0; i < 6; i++) {
          made.add(copy("copy" + i));
        }
      } finally {
        ended.set(true);
        busy.join();
      }
    }
    for (Path each : made) {
      try (Bot restored = new Bot(each, phone).on(DatabaseKind.SQLITE).start()) {
        Someone olga = restored.someone(1);
        olga.says("/speak Bella");
        assertThat(olga.reads()).as("in %s", each).contains("from Bella");
        Someone ada = restored.someone(2);
        ada.awaitsQuiet();
        ada.says("/forget everything");
        ada.presses(text("button.erase"));
        ada.trains(Export.ofBellaAndTim());
        ada.says("/speak Tim");
        assertThat(ada.reads()).contains("from Tim");
      }
    }
  }
}
