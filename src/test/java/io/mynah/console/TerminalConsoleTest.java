package io.mynah.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOError;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are pressed, and what the screen shows of it. */
class TerminalConsoleTest {
  private static final int WIDTH = 40;
  private static final String UP = "\u001bOA";
  private static final String LEFT = "\u001bOD";
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";

  private final Screen screen = new Screen(WIDTH, 12);
  private volatile boolean dumb;
  private PipedOutputStream keys;
  private TerminalConsole console;

  @BeforeEach
  void open() throws IOException {
    keys = new PipedOutputStream();
    ExternalTerminal terminal =
        new ExternalTerminal(
            "test", "xterm-256color", new PipedInputStream(keys), screen, StandardCharsets.UTF_8) {
          @Override
          public Size getSize() {
            if (dumb) {
              throw new IOError(new IOException("no answer"));
            }
            return super.getSize();
          }
        };
    terminal.setSize(new Size(WIDTH, 12));
    console =
        new TerminalConsole(
            terminal,
            Map.of("speak", "hear someone", "status", "what I am doing", "quit", "leave"),
            () -> List.of("Bella", "Anna Maria", "Anna Karenina"),
            true);
  }

  @AfterEach
  void close() {
    console.close();
  }

  private void presses(String typed) throws IOException {
    keys.write(typed.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  private CompletableFuture<Optional<String>> reading() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return console.read();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Reads a line while keys are pressed. */
  private Optional<String> reads(String typed) throws Exception {
    CompletableFuture<Optional<String>> line = reading();
    presses(typed);
    return line.get(20, TimeUnit.SECONDS);
  }

  private void awaitLines(String... lines) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(screen.lines()).endsWith(lines));
  }

  @Test
  void whatComesWhileOneTypesIsShownAboveItAndWhatIsTypedStays() throws Exception {
    CompletableFuture<Optional<String>> line = reading();
    presses("hello w");
    awaitLines("> hello w");
    console.print(List.of("are you", "there?"));
    awaitLines("are you", "there?", "> hello w");
    presses("orld\r");
    assertThat(line.get(20, TimeUnit.SECONDS)).contains("hello world");
    console.print(List.of("good"));
    awaitLines("there?", "> hello world", "good");
  }

  @Test
  void progressStandsAtTheFootAndLeavesAloneWhatIsTyped() throws Exception {
    console.print(List.of("Got it."));
    CompletableFuture<Optional<String>> line = reading();
    presses("hello");
    awaitLines("> hello");
    for (int percent = 1; percent <= 50; percent++) {
      console.progress(List.of("Bella: ▓▓░░ " + percent + " %"));
      presses("o");
    }
    awaitLines("> hello" + "o".repeat(WIDTH - 7), "o".repeat(50 - (WIDTH - 7)), "Bella: ▓▓░░ 50 %");
    assertThat(screen.foot()).isEqualTo("Bella: ▓▓░░ 50 %");
    console.progress(List.of());
    awaitLines("o".repeat(50 - (WIDTH - 7)));
    presses("\r");
    assertThat(line.get(20, TimeUnit.SECONDS)).contains("hello" + "o".repeat(50));
  }

  @Test
  void nothingStaysAtTheFootOfAConsoleThatIsClosed() {
    console.print(List.of("scrolls out", "Got it."));
    console.progress(List.of("Bella: ▓▓░░ 50 %"));
    awaitLines("Got it.", "Bella: ▓▓░░ 50 %");
    console.close();
    awaitLines("Got it.");
  }

  @Test
  void linesAndChoicesBreakBetweenWordsAndNotWithinThem() {
    console.print(List.of("What I learn stays on the machine that I run on."));
    console.printChoices(
        List.of(
            List.of(
                new Console.Choice(1, "Speak as Bella"),
                new Console.Choice(2, "Speak as Anna"),
                new Console.Choice(3, "Cancel"))));
    awaitLines(
        "What I learn stays on the machine that",
        "I run on.",
        "  [1] Speak as Bella  [2] Speak as Anna",
        "  [3] Cancel");
  }

  @Test
  void whereTheTerminalDoesNotSayHowWideItIsItIsAsWideAsBefore() {
    console.print(List.of("a"));
    dumb = true;
    console.print(List.of("What I learn stays on the machine that I run on."));
    console.progress(List.of("Bella: ▓▓░░ 50 %"));
    dumb = false;
    awaitLines("a", "What I learn stays on the machine that", "I run on.");
  }

  @Test
  void aLineCanBeEditedAndBroughtBack() throws Exception {
    assertThat(reads("hllo" + LEFT + LEFT + LEFT + "e\r")).contains("hello");
    assertThat(reads("/status\r")).contains("/status");
    assertThat(reads(UP + UP + "!!\r")).contains("hello!!");
  }

  @Test
  void quotesBackslashesAndExclamationMarksAreJustThat() throws Exception {
    for (String each : List.of("don't", "a \"b", "C:\\x\\", "!!", "!1 a", "a \\\\ b")) {
      assertThat(reads(each + "\r")).contains(each);
    }
  }

  @Test
  void theTabKeyCompletesCommandsAndNamesInAnyCase() throws Exception {
    assertThat(reads("/sp\tbel\t3\r")).contains("/speak Bella 3");
    assertThat(reads("/speak anna m\t\r").map(String::strip)).contains("/speak anna Maria");
    assertThat(reads("/speak Bella A\tK\t\r").map(String::strip))
        .contains("/speak Bella Anna Karenina");
    assertThat(reads("hello be\t\r").map(String::strip)).as("no command").contains("hello be");
  }

  @Test
  void theTabKeyCompletesPathsOfExportsAndTheSample(@TempDir Path disk) throws Exception {
    Path export =
        Files.createDirectories(disk.resolve("My Downloads/Chat Export")).toAbsolutePath();
    Files.createFile(export.resolve("result.json"));
    Files.createFile(export.resolve("readme.txt"));
    assertThat(reads("/train " + disk + "/My\tCh\tr\t\r").map(String::strip))
        .contains("/train " + export + "/result.json");
    assertThat(reads(disk + "/My d\tChat e\tres\t\r").map(String::strip))
        .contains(export + "/result.json");
    assertThat(reads("/train sa\t\r").map(String::strip)).contains("/train sample");
    assertThat(reads("/train " + disk + "/nothing/x\t\r").map(String::strip))
        .contains("/train " + disk + "/nothing/x");
  }

  @Test
  void anInterruptDropsWhatIsTypedAndLeavesWhereNothingIs() throws Exception {
    CompletableFuture<Optional<String>> line = reading();
    presses("never mind");
    awaitLines("> never mind");
    presses(CTRL_C);
    awaitLines("> never mind^C", ">");
    presses("hi\r");
    assertThat(line.get(20, TimeUnit.SECONDS)).contains("hi");
    line = reading();
    awaitLines("> hi", ">");
    presses(CTRL_C);
    assertThat(line.get(20, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void theEndOfTheInputLeaves() throws Exception {
    assertThat(reads(CTRL_D)).isEmpty();
  }

  @Test
  void aTextCannotTellTheTerminalWhatToDo() {
    console.print(List.of("a\u001b[2J\u0007b\tc\u009b31m"));
    awaitLines("a[2Jb    c31m");
    assertThat(screen.raw()).doesNotContain("\u001b[2J", "\u0007", "\u009b");
  }

  @Test
  void coloursAreUsedWhereTheyAreWantedAndNowhereElse() throws Exception {
    console.print(List.of("Say /speak Bella, or ~/speak."));
    awaitLines("Say /speak Bella, or ~/speak.");
    assertThat(screen.raw()).contains("\u001b[36m/speak\u001b[0m Bella, or ~/speak.");
    close();
    int before = screen.raw().length();
    TerminalConsole plain = plain();
    plain.print(List.of("Say /speak Bella."));
    awaitLines("Say /speak Bella.");
    assertThat(screen.raw().substring(before)).doesNotContain("\u001b[36m");
    plain.close();
  }

  private TerminalConsole plain() throws IOException {
    return new TerminalConsole(
        new ExternalTerminal(
            "test",
            "xterm-256color",
            new PipedInputStream(new PipedOutputStream()),
            screen,
            StandardCharsets.UTF_8),
        Map.of("speak", "hear someone"),
        List::of,
        false);
  }

  @Test
  void whatWasTypedIsForgottenWhenTheConsoleCloses() throws Exception {
    assertThat(reads("an intimate word\r")).contains("an intimate word");
    console.close();
    open();
    assertThat(reads(UP + "x\r")).contains("x");
  }
}
