package io.mynah.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
  private static final double TOTAL = 200;
  private static final double REPORTS_EVERY = 0.25;

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException();
        }
      };

  private void pass(double seconds) {
    now = now.plusMillis(Math.round(seconds * 1e3));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1e3));
  }

  /**
   * Follows a training of {@link #TOTAL} seconds from some second on; after the first tenth, the
   * time left must be right within a factor, and within some seconds at its end.
   *
   * @param done how much is done after so many seconds
   * @param said what the trainer says then is left
   */
  private void follow(
      TimeLeft left, double from, DoubleUnaryOperator done, DoubleUnaryOperator said, double most) {
    for (double at = from; at < TOTAL; at += REPORTS_EVERY) {
      left.report(done.applyAsDouble(at), seconds(said.applyAsDouble(at)));
      pass(REPORTS_EVERY);
      if (at >= TOTAL / 10 + from) {
        double truth = TOTAL - at - REPORTS_EVERY;
        double told = left.get().toMillis() / 1e3;
        assertThat(told).as("after %s s", at).isBetween(truth / most - 5, truth * most + 5);
      }
    }
  }

  private TimeLeft begin() {
    return new TimeLeft(clock, seconds(TOTAL));
  }

  @Test
  void aTrainerThatIsRightIsBelieved() {
    follow(begin(), 0, at -> at / TOTAL, at -> TOTAL - at, 1.05);
  }

  @Test
  void aTrainerThatIsWrongByAFactorOfThreeIsCorrected() {
    follow(begin(), 0, at -> at / TOTAL, at -> 3 * (TOTAL - at), 2);
    follow(begin(), 0, at -> at / TOTAL, at -> (TOTAL - at) / 3, 2);
  }

  @Test
  void aMachineThatSlowsDownInTheMiddleIsNoticed() {
    // Two thirds of the time for the second half; the trainer goes on as if nothing had happened.
    DoubleUnaryOperator done =
        at -> at < TOTAL / 3 ? at / TOTAL * 1.5 : 0.5 + (at - TOTAL / 3) / TOTAL * 0.75;
    follow(begin(), 0, done, at -> (1 - done.applyAsDouble(at)) * TOTAL * 0.9, 2);
  }

  @Test
  void aTrainingTakenUpFromACheckpointIsNotTakenForAFastOne() {
    TimeLeft left = begin();
    for (double done = 0; done < 0.03; done += 0.01) {
      left.report(done, seconds(TOTAL));
      pass(1);
    }
    // Then the trainer finds its checkpoint: half of the work is done already.
    follow(left, TOTAL / 2, at -> at / TOTAL, at -> TOTAL - at, 1.05);
  }

  @Test
  void aTrainingThatLostItsCheckpointCountsFromTheStart() {
    TimeLeft left = begin();
    for (double at = 0; at < TOTAL / 2; at += REPORTS_EVERY) {
      left.report(at / TOTAL, seconds(TOTAL - at));
      pass(REPORTS_EVERY);
    }
    follow(left, 0, at -> at / TOTAL, at -> TOTAL - at, 1.05);
  }

  @Test
  void betweenReportsTheTimeCountsDownAndNeverBelowZero() {
    TimeLeft left = begin();
    assertThat(left.get()).isEqualTo(seconds(TOTAL));
    pass(20);
    assertThat(left.get()).isEqualTo(seconds(TOTAL - 20));
    left.report(0.5, seconds(30));
    pass(10);
    assertThat(left.get()).isEqualTo(seconds(20));
    pass(100);
    assertThat(left.get()).isZero();
  }
}
