package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        .containsExactly(
            "0.5",
            "0.7",
            "✓ 0.8",
            "1",
            "1.2",
            "short",
            "✓ natural",
            "long",
            "quick",
            "✓ good",
            "best");
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
    assertThat(ann.reads()).startsWith("I have three settings:");
    ann.says("/settings");
    assertThat(ann.buttons()).contains("✓ 0.8", "✓ natural", "✓ good");
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
