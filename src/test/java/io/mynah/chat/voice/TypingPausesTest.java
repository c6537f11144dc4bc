package io.mynah.chat.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.lm.Habits;
import io.mynah.lm.Quantiles;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TypingPausesTest {
  private static Habits taking(double gap, double delay) {
    return new Habits(
        List.of(1.0), new Quantiles(List.of(gap, gap)), new Quantiles(List.of(delay, delay)));
  }

  private static List<Duration> pauses(Habits habits, boolean answer, String... messages) {
    return new TypingPauses(habits, new SplittableRandom(1)).pauses(List.of(messages), answer);
  }

  @Test
  void whoTakesHoursTakesSecondsAndWhoIsQuickIsQuick() {
    double quick = seconds(taking(2, 3));
    double slow = seconds(taking(2, 600));
    double hours = seconds(taking(2, 7200));
    assertThat(quick).isLessThan(0.5);
    assertThat(slow).isBetween(1.0, hours);
    assertThat(hours).isLessThan(2.2);
  }

  private static double seconds(Habits habits) {
    return pauses(habits, true, "ok").get(0).toMillis() / 1000.0;
  }

  @Test
  void longMessagesTakeLongerToWriteAndNoneLongerThanFourSeconds() {
    List<Duration> pauses =
        pauses(taking(10, 60), true, "ok", "see you at the station", "x".repeat(4000));
    assertThat(pauses.get(1)).isGreaterThan(pauses.get(0).minusMillis(500));
    assertThat(pauses.get(2)).isGreaterThan(pauses.get(1).plusMillis(500));
    assertThat(pauses(taking(1e6, 1e6), true, "x".repeat(4000)))
        .containsExactly(TypingPauses.LONGEST);
  }

  @Test
  void whatAnswersNothingComesAtOnceAndTheRestInItsTime() {
    List<Duration> pauses = pauses(taking(10, 60), false, "hey", "you");
    assertThat(pauses.get(0)).isZero();
    assertThat(pauses.get(1)).isPositive();
  }

  @Test
  void whoIsNotKnownAnswersAtOnce() {
    assertThat(pauses(Habits.PLAIN, true, "hey", "you")).containsOnly(Duration.ZERO);
  }
}
