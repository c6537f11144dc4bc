package io.mynah.chat;

import static io.mynah.chat.English.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever takes the disk can read of a conversation. */
class SealedFolderTest {
  private static final String SECRET = "kingfisher";

  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void make() {
    bot = new Bot(home);
    bot.requiresFolder();
    ann = bot.someone(1);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  /** A chat with a voice, a training at work, an upload that waits for its choice. */
  private void leavesTracesEverywhere() {
    ann.trains(secretChat());
    bot.school().holdWithVoice();
    ann.sends("result.json", secretChat().adds("Bella " + SECRET, SECRET).json(), "/train");
    ann.awaits("40 %");
    bot.phone().await("the upload is done with", () -> !bot.reading());
    Export other = Export.chatWith("Zoë " + SECRET, 5).says("Zoë " + SECRET, 20, SECRET);
    ann.sends("result.json", Export.account(secretChat(), other), "/train");
    ann.awaits(text("ask.chat", 2));
    assertThat(bot.blobs().names().stream().map(name -> name.split("/", 2)[0]))
        .contains("model", "checkpoint", "upload");
    assertThat(places()).containsExactlyInAnyOrder("blobs", "mynah.db");
  }

  private static Export secretChat() {
    return Export.chatWith("Bella " + SECRET, 11)
        .says("Bella " + SECRET, 19, SECRET)
        .says("Tim", 20, SECRET)
        .says("Bella " + SECRET, 1, SECRET);
  }

  /** The folders that hold something. */
  private List<String> places() {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> home.relativize(file).getName(0).toString())
          .filter(name -> !name.contains("-")) // SQLite's own
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The folders that hold the secret in some encoding. */
  private List<String> placesThatTell() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(Files::isRegularFile)
          .filter(SealedFolderTest::tells)
          .map(file -> home.relativize(file).getName(0).toString())
          .distinct()
          .toList();
    }
  }

  private static boolean tells(Path file) {
    try {
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      return Stream.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
          .anyMatch(each -> bytes.contains(inBytes(each)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String inBytes(Charset charset) {
    return new String(SECRET.getBytes(charset), StandardCharsets.ISO_8859_1);
  }

  @Test
  void nothingThatWasWrittenCanBeReadInAnyFile() throws Exception {
    bot.start();
    leavesTracesEverywhere();
    assertThat(placesThatTell()).isEmpty();
    bot.stop();
    assertThat(placesThatTell()).isEmpty();

    bot.start();
    ann.presses("Zoë");
    bot.school().release();
    ann.awaits(text("notice.done", "Zoë " + SECRET));
    assertThat(placesThatTell()).isEmpty();
    ann.says("/speak Zoë");
    assertThat(ann.reads()).contains(SECRET);
  }

  @Test
  void whatIsErasedIsErasedEvenIfNothingWereSealed() throws Exception {
    bot.unsealed().start();
    leavesTracesEverywhere();
    assertThat(placesThatTell()).contains("blobs", "mynah.db");

    ann.says("/forget everything");
    ann.presses(text("button.erase"));
    assertThat(ann.reads()).startsWith(text("forget.done-everything"));
    assertThat(placesThatTell()).isEmpty();
    assertThat(places()).containsExactly("mynah.db");
  }
}
