package io.mynah.chat;

import static io.mynah.chat.English.anyText;
import static io.mynah.chat.English.text;
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
  private static final String BUT_TABLES =
      "temperature, length, bursts, delay, effort, and language";

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

  /** The label of what is set. */
  private static String chosen(String key) {
    return text("button.chosen", text(key));
  }

  @Test
  void theyAreShownWithTheDefaultsAndButtons() {
    ann.says("/settings");
    assertThat(ann.reads())
        .containsPattern(anyText("settings.shown", "temperature", 0.8))
        .containsPattern(anyText("settings.shown", "length", text("length.natural")))
        .containsPattern(anyText("settings.shown", "effort", text("effort.good")));
    assertThat(ann.buttons())
        .startsWith(
            "0.5",
            "0.7",
            "✓ 0.8",
            "1",
            "1.2",
            text("length.short"),
            chosen("length.natural"),
            text("length.long"),
            chosen("button.bursts"),
            chosen("button.delays"),
            text("effort.quick"),
            chosen("effort.good"),
            text("effort.best"),
            chosen("button.app-language"),
            "English");
  }

  @Test
  void buttonsChangeThemInPlaceForThisOwnerAloneAndForGood() {
    ann.says("/settings");
    ann.presses("1.2");
    ann.presses(text("length.short"));
    ann.presses(text("effort.best"));
    ann.presses(chosen("effort.best"));
    assertThat(ann.readsAll()).hasSize(1);
    assertThat(ann.reads())
        .containsPattern(anyText("settings.shown", "temperature", 1.2))
        .containsPattern(anyText("settings.shown", "length", text("length.short")))
        .containsPattern(anyText("settings.shown", "effort", text("effort.best")));
    assertThat(ann.buttons()).contains("✓ 1.2", chosen("length.short"), chosen("effort.best"));

    bot.restart();
    ann.says("/settings");
    assertThat(ann.buttons()).contains("✓ 1.2", chosen("length.short"), chosen("effort.best"));
    Someone bob = bot.someone(2);
    bob.says("/settings");
    assertThat(bob.buttons()).contains("✓ 0.8", chosen("length.natural"), chosen("effort.good"));
  }

  @Test
  void wordsChangeThemToo() {
    ann.says("/settings temperature 0,65");
    assertThat(ann.reads()).containsPattern(anyText("settings.shown", "temperature", 0.65));
    ann.says("/settings temp=1.2");
    assertThat(ann.reads()).containsPattern(anyText("settings.shown", "temperature", 1.2));
    ann.says("/settings Length LONG");
    assertThat(ann.reads())
        .containsPattern(
            anyText("settings.shown", "temperature", 1.2, "length", text("length.long")));
    ann.says("/settings effort: quick");
    assertThat(ann.reads())
        .containsPattern(
            anyText(
                "settings.shown", "length", text("length.long"), "effort", text("effort.quick")));
  }

  @Test
  void whatCannotBeSetIsToldWhatCan() {
    for (String bad : List.of("0.05", "2.1", "-1", "NaN", "Infinity", "hot", "", "1e3")) {
      ann.says("/settings temperature " + bad);
      assertThat(ann.reads())
          .as(bad)
          .startsWith(text("settings.bad-temperature", "low", 0.1, "high", 2.0));
    }
    ann.says("/settings length huge");
    ann.hears("settings.bad-length", "short, natural, and long");
    ann.says("/settings effort none");
    ann.hears("settings.bad-effort", "quick, good, and best");
    ann.says("/settings colour blue");
    ann.hears("settings.unknown", BUT_TABLES);
    ann.says("/settings");
    assertThat(ann.buttons()).contains("✓ 0.8", chosen("length.natural"), chosen("effort.good"));
  }

  @Test
  void burstsAndDelaysAreTurnedOffAndOnByAButtonAndByWords() {
    ann.says("/settings");
    String off = ann.action(chosen("button.delays"));
    ann.presses(chosen("button.delays"));
    ann.presses(chosen("button.bursts"));
    assertThat(ann.reads())
        .containsPattern(
            anyText("settings.shown", "bursts", text("switch.off"), "delays", text("switch.off")));
    ann.presses(ann.newest().ref(), off);
    assertThat(ann.reads())
        .as("pressed twice")
        .containsPattern(anyText("settings.shown", "delays", text("switch.off")));
    ann.presses(text("button.delays"));
    assertThat(ann.reads())
        .containsPattern(
            anyText("settings.shown", "bursts", text("switch.off"), "delays", text("switch.on")));

    ann.says("/settings bursts on");
    assertThat(ann.reads()).containsPattern(anyText("settings.shown", "bursts", text("switch.on")));
    ann.says("/settings delay OFF");
    assertThat(ann.reads())
        .containsPattern(anyText("settings.shown", "delays", text("switch.off")));
    ann.says("/settings delay maybe");
    ann.hears("settings.bad-switch", text("settings.name.delay"));
  }

  @Test
  void tablesAreChosenOnlyWhereTheyCanBeShown() {
    ann.says("/settings");
    assertThat(ann.buttons()).doesNotContain(text("button.tables"));
    ann.says("/settings tables on");
    assertThat(ann.reads()).startsWith(text("settings.unknown", BUT_TABLES));
    bot.phone().tables = true;
    ann.says("/settings");
    assertThat(ann.reads()).endsWith(text("settings.tables", text("switch.off")));
    ann.presses(text("button.tables"));
    assertThat(ann.reads()).endsWith(text("settings.tables", text("switch.on")));
    ann.presses(chosen("button.tables"));
    assertThat(ann.reads()).endsWith(text("settings.tables", text("switch.off")));
    ann.says("/settings tables on");
    assertThat(ann.reads()).endsWith(text("settings.tables", text("switch.on")));
    ann.says("/settings tables perhaps");
    ann.hears("settings.bad-switch", text("settings.name.tables"));
    ann.says("/settings colour blue");
    assertThat(ann.reads()).contains("language, and tables");
    bot.restart();
    ann.says("/settings");
    assertThat(ann.buttons()).contains(chosen("button.tables"));
  }

  @Test
  void buttonsThatSetNothingThereIsAreOutOfDate() {
    ann.says("/settings");
    for (String action :
        List.of("len:3", "eff:7", "burst:2", "delay:9", "lang:99", "temp:999", "tables:2")) {
      ann.presses(ann.messageWith("✓ 0.8"), action);
      assertThat(ann.reads()).as(action).startsWith(text("hint.stale-button"));
    }
  }

  @Test
  void theLanguageOfTheAppIsSpokenUntilAnotherIsChosen() {
    Someone eo = bot.someone(7).speaking(Locale.forLanguageTag("eo"));
    eo.says("hello");
    assertThat(eo.reads()).startsWith("Sendu al mi");
    eo.says("/settings");
    eo.presses("English");
    assertThat(eo.reads()).containsPattern(anyText("settings.shown", "language", "English"));
    assertThat(eo.buttons()).contains("✓ English", text("button.app-language"));
    bot.restart();
    eo.says("hello");
    eo.hears("hint.text-nobody");
    eo.presses(text("button.app-language"));
    eo.says("hello");
    assertThat(eo.reads()).startsWith("Sendu al mi");

    eo.says("/settings language english");
    assertThat(eo.reads()).containsPattern(anyText("settings.shown", "language", "English"));
    eo.says("/settings language auto");
    assertThat(eo.reads())
        .startsWith(
            text("settings.bad-language", "English, Русский, Deutsch, Español, and Português"))
        .contains("English");
    eo.says("/settings language automatic");
    assertThat(eo.buttons()).contains(chosen("button.app-language"));
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
            () ->
                eo.readsAll().stream().anyMatch(said -> said.contains(text("notice.done", "Kim"))));
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
