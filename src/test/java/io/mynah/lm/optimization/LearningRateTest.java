package io.mynah.lm.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {
  @Test
  void risesInALineHoweverLongTheTrainingIs() {
    LearningRate rate = new LearningRate(1e-2, 10, 0.1, 0.3);
    for (int total : new int[] {10, 1000, Integer.MAX_VALUE}) {
      for (int step = 0; step < 10; step++) {
        assertThat(rate.at(step, total)).isCloseTo(1e-3 * (step + 1), within(1e-12));
      }
    }
  }

  @Test
  void staysAndFallsAtTheEnd() {
    LearningRate rate = new LearningRate(1e-2, 10, 0.1, 0.25);
    assertThat(rate.at(10, 1000)).isEqualTo(1e-2);
    assertThat(rate.at(750, 1000)).isEqualTo(1e-2);
    assertThat(rate.at(875, 1000)).isCloseTo(1e-2 * 0.55, within(1e-9));
    assertThat(rate.at(1000, 1000)).isCloseTo(1e-3, within(1e-9));
    assertThat(rate.at(2000, 1000)).isCloseTo(1e-3, within(1e-9));
  }

  @Test
  void fallsAllTheTimeWhereTheFallIsTheWholeTraining() {
    LearningRate rate = new LearningRate(1e-2, 10, 0, 1);
    assertThat(rate.at(505, 1000)).isCloseTo(5e-3, within(1e-9));
    double before = rate.at(9, 1000);
    for (int step = 10; step < 1000; step++) {
      assertThat(rate.at(step, 1000)).isLessThanOrEqualTo(before);
      before = rate.at(step, 1000);
    }
  }

  @Test
  void aFallOverNothingOrMoreThanAllIsRefused() {
    for (double fall : new double[] {0, -1, 1.01, Double.NaN}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new LearningRate(1, 1, 1, fall));
    }
  }
}
