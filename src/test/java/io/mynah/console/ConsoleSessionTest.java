package io.mynah.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.FileOffer;
import io.mynah.chat.Incoming;
import io.mynah.chat.PlainTarget;
import io.mynah.chat.Reply;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a terminal shows, and what becomes of the lines that are typed. */
class ConsoleSessionTest {
  private static final Reply QUESTION =
      new Reply(
          "Which one?",
          List.of(
              List.of(new Button("Bella", "say:1:1"), new Button("Tim", "say:2:1")),
              List.of(new Button("Cancel", "cup:1"))));

  private final StringWriter written = new StringWriter();
  private final List<Incoming> heard = new ArrayList<>();

  @TempDir Path files;

  private ConsoleChannel channel(boolean terminal) {
    return new ConsoleChannel(new PrintWriter(written, true), files, terminal, "s1");
  }

  /** Types lines into a session that only listens. */
  private void types(ConsoleChannel channel, String lines) throws IOException {
    new ConsoleSession(
            heard::add, channel, new StringReader(lines), Locale.ENGLISH, () -> false, true)
        .run();
  }

  private String shown() {
    return written.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void everyLineIsSaidByTheOwnerAtTheTerminalAndEmptyOnesAreNot() throws IOException {
    types(channel(false), "/help\n\n   \n  /speak Bella  \nlast line without an end");
    assertThat(heard)
        .extracting(i -> ((Incoming.Text) i).text())
        .containsExactly("/help", "/speak Bella", "last line without an end");
    assertThat(heard)
        .allSatisfy(
            i -> {
              assertThat(i.envelope().sender()).isEqualTo(OwnerId.LOCAL);
              assertThat(i.envelope().isPrivate()).isTrue();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"/quit", "/exit", " /quit "})
  void quittingEndsTheSessionBeforeTheRestIsRead(String word) throws IOException {
    types(channel(false), "/people\n" + word + "\n/forget everything\n");
    assertThat(heard).hasSize(1);
  }

  @Test
  void aTerminalIsPromptedAndElsewhereLinesAreRepeatedInstead() throws IOException {
    types(channel(true), "/help\n/quit\n");
    assertThat(shown()).isEqualTo("> > ");
    written.getBuffer().setLength(0);
    types(channel(false), "/help\n/quit\n");
    assertThat(shown()).isEqualTo("> /help\n");
  }

  @Test
  void whatComesWhileALineIsAskedForTakesThePlaceOfThePromptWhichComesAgain() {
    ConsoleChannel channel = channel(true);
    channel.send(ConsoleChannel.ADDRESS, Reply.of("hey"));
    channel.prompt();
    channel.send(ConsoleChannel.ADDRESS, Reply.of("are you there?"));
    channel.echo("yes");
    channel.send(ConsoleChannel.ADDRESS, Reply.of("good"));
    assertThat(shown()).isEqualTo("hey\n> \r\u001b[Kare you there?\n> good\n");
  }

  @Test
  void buttonsAreNumberedAndANumberPressesThem() throws IOException {
    ConsoleChannel channel = channel(false);
    MessageRef question = channel.send(ConsoleChannel.ADDRESS, QUESTION);
    assertThat(shown()).isEqualTo("Which one?\n  [1] Bella  [2] Tim\n  [3] Cancel\n");
    types(channel, "2\n");
    Incoming.Press press = (Incoming.Press) heard.get(0);
    assertThat(press.action()).isEqualTo("say:2:1");
    assertThat(press.message()).isEqualTo(question);
  }

  @Test
  void aNumberWithoutAButtonIsJustAWord() throws IOException {
    ConsoleChannel channel = channel(false);
    channel.send(ConsoleChannel.ADDRESS, QUESTION);
    types(channel, "4\n0\n99999999999\n");
    assertThat(heard).allMatch(Incoming.Text.class::isInstance).hasSize(3);
  }

  @Test
  void theButtonsOfTheMessageShownLastAreTheOnesToPress() throws IOException {
    ConsoleChannel channel = channel(false);
    channel.send(ConsoleChannel.ADDRESS, QUESTION);
    MessageRef later =
        channel.send(
            ConsoleChannel.ADDRESS,
            new Reply("hi", List.of(List.of(new Button("Again", "more:1:1")))));
    channel.send(ConsoleChannel.ADDRESS, Reply.of("no buttons"));
    types(channel, "1\n2\n");
    assertThat(((Incoming.Press) heard.get(0)).message()).isEqualTo(later);
    assertThat(heard.get(1)).isInstanceOf(Incoming.Text.class);
  }

  @Test
  void buttonsThatAMessageLosesCannotBePressedAnyMore() throws IOException {
    ConsoleChannel channel = channel(false);
    MessageRef question = channel.send(ConsoleChannel.ADDRESS, QUESTION);
    channel.edit(question, Reply.of("Cancelled."));
    types(channel, "1\n");
    assertThat(heard.get(0)).isInstanceOf(Incoming.Text.class);
    assertThat(shown()).contains("Cancelled.\n");
  }

  @Test
  void whereNoTerminalIsProgressIsPrintedOnceNotForEveryNumber() {
    ConsoleChannel channel = channel(false);
    Reply first = new Reply("Bella: ▓░ 10 %", QUESTION.buttons());
    MessageRef notice = channel.send(ConsoleChannel.ADDRESS, first);
    channel.edit(notice, new Reply("Bella: ▓░ 20 %", QUESTION.buttons()));
    channel.edit(notice, new Reply("Bella: ▓▓ 90 %\n“hello”", QUESTION.buttons()));
    channel.edit(notice, Reply.of("Bella is ready."));
    assertThat(shown())
        .isEqualTo(
            "Bella: ▓░ 10 %\n  [1] Bella  [2] Tim\n  [3] Cancel\n“hello”\nBella is ready.\n");
  }

  @Test
  void aTerminalRewritesTheLineOfProgressAndBeginsANewOneForWhatFollows() {
    ConsoleChannel channel = channel(true);
    MessageRef notice = channel.send(ConsoleChannel.ADDRESS, Reply.of("Bella: 10 %"));
    channel.edit(notice, Reply.of("Bella: 20 %\n“hello”"));
    channel.edit(notice, Reply.of("x".repeat(300)));
    channel.send(ConsoleChannel.ADDRESS, Reply.of("Hi."));
    assertThat(shown())
        .isEqualTo(
            "Bella: 10 %\n\r\u001b[KBella: 20 % “hello”\r\u001b[K" + "x".repeat(99) + "…\nHi.\n");
  }

  @Test
  void aMessageOfAnEarlierSessionIsShownWhenItChanges() {
    MessageRef earlier =
        new ConsoleChannel(new PrintWriter(new StringWriter()), files, false, "s0")
            .send(ConsoleChannel.ADDRESS, Reply.of("Bella: 10 %"));
    channel(false).edit(earlier, Reply.of("Bella is ready."));
    assertThat(shown()).isEqualTo("Bella is ready.\n");
  }

  @Test
  void pipedInputWaitsForWhatGoesOnAfterEachLineAndAtTheEnd() throws IOException {
    AtomicInteger left = new AtomicInteger();
    List<Integer> leftAtLine = new ArrayList<>();
    new ConsoleSession(
            incoming -> {
              leftAtLine.add(left.get());
              left.set(3);
            },
            channel(false),
            new StringReader("/train sample\n/speak Bella"),
            Locale.ENGLISH,
            () -> left.get() > 0 && left.getAndDecrement() > 0,
            true)
        .run();
    assertThat(leftAtLine).containsExactly(0, 0);
    assertThat(left).hasValue(0);
  }

  @Test
  void aPictureAndAFileAreWrittenToAFolderAndTheLineSaysWhere() throws IOException {
    ConsoleChannel channel = channel(false);
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
    ConsoleChannel channel = channel(false);
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
}
