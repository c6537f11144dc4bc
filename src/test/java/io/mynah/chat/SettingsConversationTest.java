package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /settings}, by buttons and in words. */
class SettingsConversationTest {
  @TempDir Path home;
  private Bot bot;
  private Someone ann;

  @BeforeEach
  void start() {
    bot = new Bot(home).start();
    ann = bot.someone(1);
  }

  @AfterEach
  void close() {
    bot.close();
  }

  @Test
  void theyAreShownWithTheDefaultsAndButtons() {
    ann.says("/settings");
    assertThat(ann.reads())
        .contains("Temperature: 0.8.")
        .contains("Length: natural.")
        .contains("Training effort: good.");
    assertThat(ann.buttons())
        .startsWith(
            "0.5",
            "0.7",
            "✓ 0.8",
            "1",
            "1.2",
            "short",
            "✓ natural",
            "long",
            "✓ Several in a row",
            "✓ Delay",
            "quick",
            "✓ good",
            "best",
            "✓ Automatic",
            "English");
  }

  @Test
  void buttonsChangeThemInPlaceForThisOwnerAloneAndForGood() {
    ann.says("/settings");
    ann.presses("1.2");
    ann.presses("short");
    ann.presses("best");
    ann.presses("✓ best");
    assertThat(ann.readsAll()).hasSize(1);
    assertThat(ann.reads())
        .contains("Temperature: 1.2.")
        .contains("Length: short.")
        .contains("Training effort: best.");
    assertThat(ann.buttons()).contains("✓ 1.2", "✓ short", "✓ best");

    bot.restart();
    ann.says("/settings");
    assertThat(ann.buttons()).contains("✓ 1.2", "✓ short", "✓ best");
    Someone bob = bot.someone(2);
    bob.says("/settings");
    assertThat(bob.buttons()).contains("✓ 0.8", "✓ natural", "✓ good");
  }

  @Test
  void wordsChangeThemToo() {
    ann.says("/settings temperature 0,65");
    assertThat(ann.reads()).contains("Temperature: 0.65.");
    ann.says("/settings temp=1.2");
    assertThat(ann.reads()).contains("Temperature: 1.2.");
    ann.says("/settings Length LONG");
    assertThat(ann.reads()).contains("Length: long.").contains("Temperature: 1.2.");
    ann.says("/settings effort: quick");
    assertThat(ann.reads()).contains("Training effort: quick.").contains("Length: long.");
  }

  @Test
  void whatCannotBeSetIsToldWhatCan() {
    for (String bad : List.of("0.05", "2.1", "-1", "NaN", "Infinity", "hot", "", "1e3")) {
      ann.says("/settings temperature " + bad);
      assertThat(ann.reads())
          .as(bad)
          .startsWith("The temperature is a number from 0.1 to 2. For example:");
    }
    ann.says("/settings length huge");
    assertThat(ann.reads()).startsWith("The length is one of short, natural, and long.");
    ann.says("/settings effort none");
    assertThat(ann.reads()).startsWith("The effort is one of quick, good, and best.");
    ann.says("/settings colour blue");
    assertThat(ann.reads()).startsWith("I have six settings:");
    ann.says("/settings");
    assertThat(ann.buttons()).contains("✓ 0.8", "✓ natural", "✓ good");
  }

  @Test
  void burstsAndDelaysAreTurnedOffAndOnByAButtonAndByWords() {
    ann.says("/settings");
    String off = ann.action("✓ Delay");
    ann.presses("✓ Delay");
    ann.presses("✓ Several");
    assertThat(ann.reads()).contains("Several in a row: off.").contains("Delay: off.");
    ann.presses(ann.newest().ref(), off);
    assertThat(ann.reads()).as("pressed twice").contains("Delay: off.");
    ann.presses("Delay");
    assertThat(ann.reads()).contains("Several in a row: off.").contains("Delay: on.");

    ann.says("/settings bursts on");
    assertThat(ann.reads()).contains("Several in a row: on.");
    ann.says("/settings delay OFF");
    assertThat(ann.reads()).contains("Delay: off.");
    ann.says("/settings delay maybe");
    assertThat(ann.reads()).isEqualTo("That can be on or off. For example: /settings delay off");
  }

  @Test
  void buttonsThatSetNothingThereIsAreOutOfDate() {
    ann.says("/settings");
    for (String action : List.of("len:3", "eff:7", "burst:2", "delay:9", "lang:99", "temp:999")) {
      ann.presses(ann.messageWith("✓ 0.8"), action);
      assertThat(ann.reads()).as(action).startsWith("This button is out of date.");
    }
  }

  @Test
  void theLanguageOfTheAppIsSpokenUntilAnotherIsChosen() {
    Someone eo = bot.someone(7).speaking(Locale.forLanguageTag("eo"));
    eo.says("hello");
    assertThat(eo.reads()).startsWith("Sendu al mi");
    eo.says("/settings");
    eo.presses("English");
    assertThat(eo.reads()).contains("Language: English.");
    assertThat(eo.buttons()).contains("✓ English", "Automatic");
    bot.restart();
    eo.says("hello");
    assertThat(eo.reads()).startsWith("I need the export of a chat first");
    eo.presses("Automatic");
    eo.says("hello");
    assertThat(eo.reads()).startsWith("Sendu al mi");

    eo.says("/settings language english");
    assertThat(eo.reads()).contains("Language: English.");
    eo.says("/settings language auto");
    assertThat(eo.reads()).startsWith("I speak").contains("English");
    eo.says("/settings language automatic");
    assertThat(eo.buttons()).contains("✓ Automatic");
  }

  @Test
  void whatIsToldUnaskedIsToldInTheSameLanguageAlsoAfterARestart() {
    Someone eo = bot.someone(7).speaking(Locale.forLanguageTag("eo"));
    bot.school().hold();
    eo.sends("result.json", Export.chatWith("Kim", 3).says("Kim", 20, "k").json(), "/train");
    eo.awaits("40 %");
    bot.restart();
    bot.school().release();
    eo.awaits("Kim pretas.");
    eo.awaitsQuiet();

    bot.school().hold();
    eo.sends("result.json", Export.chatWith("Kim", 3).says("Kim", 21, "k").json(), "/train");
    eo.awaits("40 %");
    eo.says("/settings language English");
    bot.school().release();
    bot.phone()
        .await(
            "the end, in English",
            () -> eo.readsAll().stream().anyMatch(text -> text.contains("Kim is ready.")));
  }

  @Test
  void theEffortIsWhatTheNextTrainingMayTake() {
    ann.says("/settings effort quick");
    ann.trains(Export.chatWith("Kim", 3).says("Kim", 20, "k"));
    ann.says("/settings effort best");
    ann.trains(Export.chatWith("Kim", 3).says("Kim", 21, "k"));
    assertThat(bot.school().budgets())
        .containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(20));
  }
}
