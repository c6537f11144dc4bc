package io.mynah.chat.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.words.Phrases;
import io.mynah.domain.Favourite;
import io.mynah.domain.MessageTally;
import io.mynah.domain.ReportCard;
import io.mynah.domain.VoiceFigures;
import io.mynah.store.conversation.GuessScores;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTextTest {
  /** Of 10,000 real messages and 200 made ones. */
  private static String text(Favourite... emoji) {
    VoiceFigures figures =
        new VoiceFigures(
            null,
            10,
            0,
            new MessageTally(10_000, 30_000, List.of(), List.of()),
            new MessageTally(200, 600, List.of(), List.of()),
            "UTC",
            List.of(),
            List.of(emoji));
    return new ReportText(Phrases.in(Locale.ENGLISH))
        .of(
            new Report(
                "Bella",
                new ReportCard(10_000, 60, 2, List.of(), figures),
                Optional.empty(),
                new GuessScores.Score(0, 0),
                List.of()));
  }

  @Test
  void anEmojiThatNeitherSideUsesToSpeakOfIsLeftOutAndOneThatOneSideUsesStays() {
    assertThat(
            text(new Favourite("🌙", 4, 0), new Favourite("😂", 400, 0), new Favourite("👍", 3, 2)))
        .contains("😂 4 (the voice 0), 👍 0 (the voice 1).")
        .doesNotContain("🌙");
  }

  @Test
  void whereAllEmojiAreLeftOutNothingIsSaidOfThem() {
    assertThat(text(new Favourite("🌙", 4, 0))).doesNotContain("moji");
  }
}
