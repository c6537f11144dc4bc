package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /complete}. How well it goes on is tested with models that were trained. */
class CompletingTest {
  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).start();
    ann = bot.someone(1);
    ann.trains(Export.ofBellaAndTim());
  }

  @AfterEach
  void close() {
    bot.close();
  }

  @Test
  void theMessageBeginsAsAskedAndGoesOnAsThePersonWould() {
    ann.says("/complete Bella night f");
    assertThat(ann.reads()).isEqualTo("night from Bella");
    ann.says("/complete Bella I can't wait");
    assertThat(ann.reads()).as("of a parrot that has one phrase").isEqualTo("I can't wait");
  }

  @Test
  void asAReplyItAnswersTheMessage() {
    ann.answers("are you asleep?", "/complete Bella ni");
    assertThat(ann.reads()).isEqualTo("night from Bella … are you asleep?");
    ann.presses("Again");
    assertThat(ann.readsLast(2)).containsOnly("night from Bella … are you asleep?");
  }

  @Test
  void againCalmerAndWilderBeginTheSameWayAndAreOutOfDateAfterARestart() {
    ann.says("/complete Bella ni");
    ann.presses("Wilder");
    assertThat(ann.reads()).isEqualTo("night from Bella");
    assertThat(ann.action("Again")).endsWith(":100");
    int before = ann.readsAll().size();
    bot.restart();
    ann.presses("Again");
    assertThat(ann.reads()).isEqualTo("This button is out of date. Please ask me again.");
    assertThat(ann.readsAll()).hasSize(before + 1);
    ann.presses("👍");
    assertThat(ann.sees()).startsWith("Noted.");
  }

  @Test
  void withoutWordsItSaysHowToUseIt() {
    for (String nothing : new String[] {"", " \u0001"}) {
      ann.says("/complete Bella" + nothing);
      assertThat(ann.reads())
          .isEqualTo(
              "Write the beginning of a sentence, and Bella will finish it. For example:"
                  + " /complete Bella I can't wait");
    }
    ann.says("/complete");
    assertThat(ann.reads()).isEqualTo("Who should speak?");
    ann.presses("Tim");
    assertThat(ann.reads())
        .startsWith("Write the beginning of a sentence, and Tim will finish it.");
  }

  @Test
  void aSlipOfTheFingersIsAskedAboutAndKeepsTheWords() {
    ann.says("/complete Blela ni");
    assertThat(ann.reads()).isEqualTo("Did you mean …?");
    ann.presses("Bella");
    assertThat(ann.reads()).isEqualTo("night from Bella");
    ann.answers("are you asleep?", "/complete Blela ni");
    ann.presses("Bella");
    assertThat(ann.reads()).isEqualTo("night from Bella … are you asleep?");
    ann.says("/complete Ferdinand ni");
    assertThat(ann.reads()).startsWith("I don't know anyone by that name. I know ");
  }

  @Test
  void aCorrectionOfItIsKept() {
    ann.says("/complete Bella ni");
    ann.presses("👎");
    ann.says("nice to see you");
    assertThat(bot.corrections(ann.person("Bella")))
        .singleElement()
        .satisfies(c -> assertThat(c.text()).isEqualTo("nice to see you"));
  }
}
