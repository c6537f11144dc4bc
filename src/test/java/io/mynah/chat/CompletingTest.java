package io.mynah.chat;

import static io.mynah.chat.English.text;
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
    ann.presses(text("button.again"));
    assertThat(ann.readsLast(2)).containsOnly("night from Bella … are you asleep?");
  }

  @Test
  void againCalmerAndWilderBeginTheSameWayAndAreOutOfDateAfterARestart() {
    ann.says("/complete Bella ni");
    ann.presses(text("button.wilder"));
    assertThat(ann.reads()).isEqualTo("night from Bella");
    assertThat(ann.action(text("button.again"))).endsWith(":100");
    int before = ann.readsAll().size();
    bot.restart();
    ann.presses(text("button.again"));
    ann.hears("hint.stale-button");
    assertThat(ann.readsAll()).hasSize(before + 1);
    ann.presses("👍");
    assertThat(ann.sees()).startsWith(text("answer.liked", "name", "Bella", "count", 1));
  }

  @Test
  void withoutWordsItSaysHowToUseIt() {
    for (String nothing : new String[] {"", " \u0001"}) {
      ann.says("/complete Bella" + nothing);
      ann.hears("complete.what", "Bella");
    }
    ann.says("/complete");
    ann.hears("speak.whom");
    ann.presses("Tim");
    ann.hears("complete.what", "Tim");
  }

  @Test
  void aSlipOfTheFingersIsAskedAboutAndKeepsTheWords() {
    ann.says("/complete Blela ni");
    ann.hears("speak.did-you-mean");
    ann.presses("Bella");
    assertThat(ann.reads()).isEqualTo("night from Bella");
    ann.answers("are you asleep?", "/complete Blela ni");
    ann.presses("Bella");
    assertThat(ann.reads()).isEqualTo("night from Bella … are you asleep?");
    ann.says("/complete Ferdinand ni");
    ann.hears("speak.unknown", "Bella and Tim");
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
