package io.mynah.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceHabitsTest {
  private static List<String> many(String usual, String... others) {
    return Stream.concat(Collections.nCopies(100, usual).stream(), Stream.of(others)).toList();
  }

  @Test
  void countsHowMessagesBeginAndEnd() {
    List<String> texts =
        List.of("So late.", "I know", "OMG", "ok...", "éa 🌙", "2 of them.", "明天。", "Ёж!");
    SentenceHabits habits =
        SentenceHabits.of(Collections.nCopies(10, texts).stream().flatMap(List::stream).toList());
    assertThat(habits.capitals()).as("of those with a case").isCloseTo(3 / 6.0, within(1e-9));
    assertThat(habits.smalls()).isCloseTo(2 / 6.0, within(1e-9));
    assertThat(habits.stops()).isCloseTo(3 / 8.0, within(1e-9));
  }

  @Test
  void whoWritesMostlyInAScriptWithoutCaseMayBeginInAnother() {
    SentenceHabits habits = SentenceHabits.of(many("明天", "ok", "so"));
    assertThat(habits.differs("ok, 明天")).isFalse();
    assertThat(habits.differs("Ok, 明天")).isFalse();
    assertThat(habits.differs("明天。")).isTrue();
  }

  @Test
  void nothingIsUnlikeSomebodyOfFewMessages() {
    assertThat(SentenceHabits.of(Collections.nCopies(49, "so late")).differs("So.")).isFalse();
    assertThat(SentenceHabits.of(Collections.nCopies(50, "so late")).differs("So.")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"So late", "I know", "so late."})
  void aSentenceIsUnlikeThoseWhoNeverWriteOne(String message) {
    assertThat(SentenceHabits.of(many("so late", "Two", "it is.")).differs(message)).isTrue();
    assertThat(SentenceHabits.of(many("so late", "Two.", "An.", "No.", "It.")).differs(message))
        .isFalse();
    assertThat(SentenceHabits.UNKNOWN.differs(message)).isFalse();
    assertThat(SentenceHabits.of(List.of()).differs(message)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"so late", "OMG so late", "I", "A B so", "so late...", "🌙 I know", ".", ""})
  void whatIsNoSentenceIsLikeThem(String message) {
    assertThat(SentenceHabits.of(many("so late")).differs(message)).isFalse();
  }

  @Test
  void aSmallLetterIsUnlikeThoseWhoBeginWithCapitals() {
    SentenceHabits habits = SentenceHabits.of(many("So late."));
    assertThat(habits.differs("so late.")).isTrue();
    assertThat(habits.differs("So late")).isFalse();
  }

  @Test
  void sharesThatAreNoneAreRefused() {
    for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new SentenceHabits(share, 0, 0));
      assertThatIllegalArgumentException().isThrownBy(() -> new SentenceHabits(0, share, 0));
      assertThatIllegalArgumentException().isThrownBy(() -> new SentenceHabits(0, 0, share));
    }
  }
}
