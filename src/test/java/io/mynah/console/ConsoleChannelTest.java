package io.mynah.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.FileOffer;
import io.mynah.chat.PlainTarget;
import io.mynah.chat.Reply;
import io.mynah.domain.MessageRef;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a terminal shows of messages, their changes, files and pictures. */
class ConsoleChannelTest {
  private static final List<List<Button>> BUTTONS =
      List.of(
          List.of(new Button("Bella", "say:1:1"), new Button("Tim", "say:2:1")),
          List.of(new Button("Cancel", "cup:1")));

  private final StringWriter written = new StringWriter();

  @TempDir Path files;

  private Console plain() {
    return new PlainConsole(new StringReader(""), new PrintWriter(written, true), false);
  }

  private ConsoleChannel channel() {
    return channel(plain());
  }

  private ConsoleChannel channel(Console console) {
    return new ConsoleChannel(console, files, "s1", Set.of(), action -> true);
  }

  private String shown() {
    return written.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void whereNoTerminalIsProgressIsPrintedOnceNotForEveryNumber() {
    ConsoleChannel channel = channel();
    Reply first = new Reply("Bella: ▓░ 10 %", BUTTONS);
    MessageRef notice = channel.send(ConsoleChannel.ADDRESS, first);
    channel.edit(notice, new Reply("Bella: ▓░ 20 %", BUTTONS));
    channel.edit(notice, new Reply("Bella: ▓▓ 90 %\n“hello”", BUTTONS));
    channel.edit(notice, Reply.of("Bella is ready."));
    assertThat(shown())
        .isEqualTo(
            "Bella: ▓░ 10 %\n  [1] Bella  [2] Tim\n  [3] Cancel\n“hello”\nBella is ready.\n");
  }

  @Test
  void whereProgressIsShownItTakesThePlaceOfWhatWasShownBeforeAndTheRestIsPrintedOnce() {
    SeenConsole console = new SeenConsole();
    ConsoleChannel channel = channel(console);
    MessageRef notice =
        channel.send(ConsoleChannel.ADDRESS, Reply.of("I have read: Bella 9.\n\nBella waits."));
    channel.progress(notice, Reply.of("I have read: Bella 9, Tim 4.\nBella: ▓░ 10 %, long left"));
    channel.progress(notice, Reply.of("I have read: Bella 9.\nBella: ▓░ 20 %\n“hello”"));
    assertThat(console.progress).containsExactly("Bella: ▓░ 20 %");
    MessageRef other = channel.send(ConsoleChannel.ADDRESS, Reply.of("Got it."));
    channel.progress(other, Reply.of("Reading: ░ 1 %"));
    assertThat(console.progress).containsExactly("Bella: ▓░ 20 %", "Reading: ░ 1 %");
    channel.edit(notice, Reply.of("I have read: Bella 9.\nBella is ready."));
    channel.edit(other, Reply.of("Read."));
    assertThat(console.progress).isEmpty();
    assertThat(console.lines)
        .containsExactly(
            "I have read: Bella 9.",
            "",
            "Bella waits.",
            "“hello”",
            "Got it.",
            "Bella is ready.",
            "Read.");
  }

  @Test
  void ofWhatSoonChangesEachSentenceIsPrintedAlsoBehindTheSameNameAndOneQuotationOfEach() {
    SeenConsole console = new SeenConsole();
    ConsoleChannel channel = channel(console);
    MessageRef notice = channel.send(ConsoleChannel.ADDRESS, Reply.of("Read: Bella 9."));
    channel.progress(notice, Reply.of("Read: Bella 9.\nBella: waits, number 2"));
    channel.progress(notice, Reply.of("Read: Bella 9.\nBella: waits, number 1"));
    channel.progress(
        notice, Reply.of("Read: Bella 9.\nBella: a trial: “hi”\nBella: can be talked to"));
    channel.progress(
        notice, Reply.of("Read: Bella 9.\nBella: a trial: “ok 2”\nBella: can be talked to"));
    assertThat(console.lines)
        .containsExactly(
            "Read: Bella 9.",
            "Bella: waits, number 2",
            "Bella: a trial: “hi”",
            "Bella: can be talked to");
  }

  @Test
  void aBarOfAMessageThatDoesNotGrowIsALineLikeOthers() {
    SeenConsole console = new SeenConsole();
    ConsoleChannel channel = channel(console);
    MessageRef notice = channel.send(ConsoleChannel.ADDRESS, Reply.of("I am training Bella."));
    channel.progress(notice, Reply.of("Bella: ▓░ 10 %"));
    MessageRef status =
        channel.send(ConsoleChannel.ADDRESS, new Reply("Bella: ▓░ 11 %, long left", BUTTONS));
    channel.edit(status, Reply.of("Bella: ▓░ 12 %, long left\nThe training is cancelled."));
    assertThat(console.progress).containsExactly("Bella: ▓░ 10 %");
    channel.edit(notice, Reply.of("Bella: ▓░ 12 %, and then it was cancelled."));
    assertThat(console.progress).isEmpty();
    assertThat(console.lines)
        .containsExactly(
            "I am training Bella.",
            "Bella: ▓░ 11 %, long left",
            "The training is cancelled.",
            "Bella: ▓░ 12 %, and then it was cancelled.");
  }

  @Test
  void aChangeForGoodIsShownAlsoIfItIsOneOfNumbersAndAlsoIfItIsOneBack() {
    ConsoleChannel channel = channel();
    MessageRef settings = channel.send(ConsoleChannel.ADDRESS, Reply.of("Heat: 1\nBursts: on"));
    channel.edit(settings, Reply.of("Heat: 2\nBursts: on"));
    channel.edit(settings, Reply.of("Heat: 1\nBursts: on"));
    assertThat(shown()).isEqualTo("Heat: 1\nBursts: on\nHeat: 2\nHeat: 1\n");
  }

  @Test
  void aMessageOfAnEarlierSessionIsShownWhenItChanges() {
    MessageRef earlier =
        new ConsoleChannel(new SeenConsole(), files, "s0", Set.of(), action -> true)
            .send(ConsoleChannel.ADDRESS, Reply.of("Bella: 10 %"));
    channel().edit(earlier, Reply.of("Bella is ready."));
    assertThat(shown()).isEqualTo("Bella is ready.\n");
  }

  @Test
  void aMessageThatToldAllInAnEarlierSessionIsNotShownAgain() {
    MessageRef earlier =
        new ConsoleChannel(new SeenConsole(), files, "s0", Set.of(), action -> true)
            .send(ConsoleChannel.ADDRESS, Reply.of("Bella is ready."));
    ConsoleChannel channel =
        new ConsoleChannel(plain(), files, "s1", Set.of(earlier), action -> true);
    channel.edit(earlier, Reply.of("Bella is ready."));
    assertThat(shown()).isEmpty();
  }

  @Test
  void aPictureAndAFileAreWrittenToAFolderAndTheLineSaysWhere() throws IOException {
    ConsoleChannel channel = channel();
    channel.sendPicture(ConsoleChannel.ADDRESS, new byte[] {1, 2}, Reply.of("A curve"));
    channel.sendDocument(
        ConsoleChannel.ADDRESS,
        "talk.txt",
        new byte[] {3},
        new Reply("", List.of(List.of(new Button("More", "more:1:1")))));
    Path picture = files.resolve("s1-1-picture.png");
    Path document = files.resolve("s1-2-talk.txt");
    assertThat(shown()).isEqualTo("A curve\n→ " + picture + "\n→ " + document + "\n  [1] More\n");
    assertThat(picture).hasBinaryContent(new byte[] {1, 2});
    assertThat(document).hasBinaryContent(new byte[] {3});
  }

  @Test
  void aFileIsCopiedUntilItIsNotWantedAnyMore(@TempDir Path folder) throws IOException {
    Path source = Files.write(folder.resolve("a file.bin"), new byte[200_000]);
    ConsoleChannel channel = channel();
    FileOffer offer = new FileOffer(source.toString(), "a file.bin", 200_000);
    channel.fetch(offer, new PlainTarget(folder.resolve("whole")), bytes -> true);
    assertThat(folder.resolve("whole")).hasSize(200_000);
    channel.fetch(offer, new PlainTarget(folder.resolve("part")), bytes -> false);
    assertThat(folder.resolve("part")).hasSize(1 << 16);
    FileOffer missing = new FileOffer(folder.resolve("no").toString(), "no", 1);
    assertThatThrownBy(
            () -> channel.fetch(missing, new PlainTarget(folder.resolve("x")), bytes -> true))
        .isInstanceOf(Channel.FileUnavailable.class);
  }

  /** Shows progress; keeps what it is given. */
  private static final class SeenConsole implements Console {
    final List<String> lines = new ArrayList<>();
    List<String> progress = List.of();

    @Override
    public void print(List<String> printed) {
      lines.addAll(printed);
    }

    @Override
    public void printChoices(List<List<Choice>> rows) {}

    @Override
    public boolean showsProgress() {
      return true;
    }

    @Override
    public void progress(List<String> shown) {
      progress = shown;
    }

    @Override
    public Optional<String> read() {
      return Optional.empty();
    }

    @Override
    public void echo(String line) {}

    @Override
    public void close() {}
  }
}
