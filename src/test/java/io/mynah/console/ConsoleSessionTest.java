package io.mynah.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.Button;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
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

  private static final Reply QUIZ =
      new Reply("Which one?", List.of(List.of(new Button("A", "g:1"), new Button("B", "g:2"))));

  private static final Reply VOICE =
      new Reply("hi", List.of(List.of(new Button("Again", "more:1:1"))));

  private final StringWriter written = new StringWriter();
  private final List<Incoming> heard = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final ConsoleHints hints =
      new ConsoleHints() {
        @Override
        public void noSuchNumber(Envelope at, int last) {
          said.add("1 to " + last);
        }

        @Override
        public void leaving(Envelope at) {
          said.add("bye");
        }
      };

  @TempDir Path files;

  /** What a voice said has buttons that answer nothing. */
  private static boolean answers(String action) {
    return !action.startsWith("more");
  }

  private Console console(String lines, boolean typed) {
    return new PlainConsole(new StringReader(lines), new PrintWriter(written, true), typed);
  }

  private ConsoleChannel channel() {
    return new ConsoleChannel(
        console("", false), files, "s1", Set.of(), ConsoleSessionTest::answers);
  }

  /** Types lines into a session that only listens. */
  private void types(ConsoleChannel channel, String lines) throws IOException {
    types(channel, console(lines, false));
  }

  private void types(ConsoleChannel channel, Console console) throws IOException {
    new ConsoleSession(heard::add, channel, console, hints, Locale.ENGLISH, () -> false, true)
        .run();
  }

  private String shown() {
    return written.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void everyLineIsSaidByTheOwnerAtTheTerminalAndEmptyOnesAreNot() throws IOException {
    types(channel(), "/help\n\n   \n  /speak Bella  \nlast line without an end");
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
    types(channel(), "/people\n" + word + "\n/forget everything\n");
    assertThat(heard).hasSize(1);
  }

  @Test
  void aTerminalIsPromptedAndElsewhereLinesAreRepeatedInstead() throws IOException {
    types(channel(), console("/help\n/quit\n", true));
    assertThat(shown()).isEqualTo("> > ");
    written.getBuffer().setLength(0);
    types(channel(), "/help\n/quit\n");
    assertThat(shown()).isEqualTo("> /help\n");
  }

  @Test
  void whatComesWhileALineIsAskedForStandsOnLinesOfItsOwn() throws Exception {
    PipedWriter keys = new PipedWriter();
    Console console = new PlainConsole(new PipedReader(keys), new PrintWriter(written, true), true);
    CompletableFuture<Optional<String>> line =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return console.read();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    Awaitility.await().until(() -> shown().equals("> "));
    console.print(List.of("are you there?"));
    keys.write("yes\n");
    keys.flush();
    assertThat(line.get(20, TimeUnit.SECONDS)).contains("yes");
    console.print(List.of("good"));
    assertThat(shown()).isEqualTo("> \nare you there?\n> good\n");
  }

  @Test
  void buttonsAreNumberedAndANumberPressesThem() throws IOException {
    ConsoleChannel channel = channel();
    MessageRef question = channel.send(ConsoleChannel.ADDRESS, QUESTION);
    assertThat(shown()).isEqualTo("Which one?\n  [1] Bella  [2] Tim\n  [3] Cancel\n");
    types(channel, "2\n");
    Incoming.Press press = (Incoming.Press) heard.get(0);
    assertThat(press.action()).isEqualTo("say:2:1");
    assertThat(press.message()).isEqualTo(question);
  }

  @Test
  void aNumberThatAQuestionDoesNotHaveIsToldWhichThereAre() throws IOException {
    ConsoleChannel channel = channel();
    channel.send(ConsoleChannel.ADDRESS, QUESTION);
    types(channel, "4\n0\n99999999999\n1 9\n");
    assertThat(heard).isEmpty();
    assertThat(said).containsExactly("1 to 3", "1 to 3", "1 to 3", "1 to 3", "bye");
  }

  @Test
  void whereNobodyAsksANumberWithoutAButtonIsJustAWord() throws IOException {
    ConsoleChannel channel = channel();
    types(channel, "42\n");
    channel.send(ConsoleChannel.ADDRESS, QUESTION);
    channel.send(ConsoleChannel.ADDRESS, VOICE);
    types(channel, "4\n99999999999\n");
    assertThat(heard).allMatch(Incoming.Text.class::isInstance).hasSize(3);
    assertThat(said).containsExactly("bye", "bye");
  }

  @Test
  void severalNumbersPressTheButtonsOfOneKindInTurn() throws IOException {
    ConsoleChannel channel = channel();
    channel.send(ConsoleChannel.ADDRESS, QUESTION);
    types(channel, "1 2\n2, 1\n1,3\n");
    assertThat(presses()).containsExactly("say:1:1", "say:2:1", "say:2:1", "say:1:1");
    assertThat(heard.get(4)).as("of two kinds").isInstanceOf(Incoming.Text.class);
  }

  @Test
  void whereSeveralArePressedWhatIsLeftToPressIsShownOnce() throws IOException {
    ConsoleChannel channel = channel();
    MessageRef question = channel.send(ConsoleChannel.ADDRESS, QUESTION);
    written.getBuffer().setLength(0);
    new ConsoleSession(
            incoming -> {
              heard.add(incoming);
              Button left = new Button("Picked: " + heard.size(), "go:1");
              channel.edit(question, new Reply("Which one?", List.of(List.of(left))));
            },
            channel,
            console("1 2\n", false),
            hints,
            Locale.ENGLISH,
            () -> false,
            true)
        .run();
    assertThat(presses()).containsExactly("say:1:1", "say:2:1");
    assertThat(shown()).isEqualTo("> 1 2\n  [1] Picked: 2\n");
  }

  private List<String> presses() {
    return heard.stream()
        .filter(Incoming.Press.class::isInstance)
        .map(each -> ((Incoming.Press) each).action())
        .toList();
  }

  @Test
  void theWordsOfAButtonPressItWhileItsQuestionIsTheNewest() throws IOException {
    ConsoleChannel channel = channel();
    channel.send(ConsoleChannel.ADDRESS, QUIZ);
    types(channel, "b\nA.\n");
    channel.send(
        ConsoleChannel.ADDRESS,
        new Reply(
            "Löschen?",
            List.of(
                List.of(new Button("Ja, löschen", "f:1"), new Button("Nein, behalten", "k:1")))));
    types(channel, "ja\nNEIN\nb\n");
    channel.send(
        ConsoleChannel.ADDRESS,
        new Reply(
            "Удалить?",
            List.of(List.of(new Button("Да, удалить", "f:2"), new Button("Дальше", "k:2")))));
    types(channel, "да\n");
    assertThat(presses()).containsExactly("g:2", "g:1", "f:1", "k:1");
    assertThat(heard)
        .filteredOn(Incoming.Text.class::isInstance)
        .extracting(each -> ((Incoming.Text) each).text())
        .containsExactly("b", "да");
  }

  @Test
  void wordsAreTalkWhereAVoiceSpokeLastOrWhatIsShownSoonChangesAgain() throws IOException {
    ConsoleChannel channel = channel();
    MessageRef notice = channel.send(ConsoleChannel.ADDRESS, Reply.of("I'm training Bella."));
    channel.progress(notice, new Reply("Bella: ▓", List.of(List.of(new Button("Stop", "s:1")))));
    types(channel, "stop\n7\n");
    channel.send(ConsoleChannel.ADDRESS, QUIZ);
    channel.send(ConsoleChannel.ADDRESS, VOICE);
    types(channel, "a\nagain\n");
    assertThat(heard).hasSize(4).allMatch(Incoming.Text.class::isInstance);
  }

  @Test
  void aQuestionWhoseNumbersWentToSomethingElseGetsThemBackWhenItNeedsThem() throws IOException {
    ConsoleChannel channel = channel();
    MessageRef notice = channel.send(ConsoleChannel.ADDRESS, Reply.of("I'm training Bella."));
    channel.send(ConsoleChannel.ADDRESS, QUIZ);
    channel.progress(notice, new Reply("Bella: ▓", List.of(List.of(new Button("Stop", "s:1")))));
    types(channel, "B\n1\n2\n");
    assertThat(presses()).containsExactly("g:2", "s:1");
    assertThat(said).containsExactly("1 to 2", "bye");
    assertThat(shown()).endsWith("  [1] A\n  [2] B\n");
    types(channel, "2\n");
    assertThat(presses()).containsExactly("g:2", "s:1", "g:2");
  }

  @Test
  void theButtonsOfTheMessageShownLastAreTheOnesToPress() throws IOException {
    ConsoleChannel channel = channel();
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
    ConsoleChannel channel = channel();
    MessageRef question = channel.send(ConsoleChannel.ADDRESS, QUESTION);
    channel.edit(question, Reply.of("Cancelled."));
    types(channel, "1\n");
    assertThat(heard.get(0)).isInstanceOf(Incoming.Text.class);
    assertThat(shown()).contains("Cancelled.\n");
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
            channel(),
            console("/train sample\n/speak Bella", false),
            hints,
            Locale.ENGLISH,
            () -> left.get() > 0 && left.getAndDecrement() > 0,
            true)
        .run();
    assertThat(leftAtLine).containsExactly(0, 0);
    assertThat(left).hasValue(0);
  }
}
