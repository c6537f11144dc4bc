package io.mynah.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.text.Control;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EndCalibrationTest {
  /** Learns from places where an end really comes with {@code odds} times the odds foretold. */
  private static double factor(int places, double odds) {
    SplittableRandom random = new SplittableRandom(4);
    double[] logs = new double[places];
    int[] targets = new int[places];
    for (int i = 0; i < places; i++) {
      double foretold = Math.pow(random.nextDouble(), 5);
      double real = odds * foretold / (odds * foretold + 1 - foretold);
      logs[i] = Math.log(foretold);
      targets[i] = random.nextDouble() < real ? Control.END : 100;
    }
    return EndCalibration.factor(logs, targets);
  }

  @Test
  void findsByHowMuchEndsAreTooLikely() {
    assertThat(factor(20_000, 0.5)).isCloseTo(0.5, within(0.04));
    assertThat(factor(20_000, 1)).isCloseTo(1, within(0.05));
    assertThat(factor(20_000, 2)).isCloseTo(2, within(0.15));
  }

  @Test
  void believesLittleOfASmallSample() {
    assertThat(factor(20, 0.2)).isBetween(0.7, 1.1);
    assertThat(EndCalibration.factor(new double[0], new int[0])).isEqualTo(1);
  }

  @Test
  void staysANumberWhereTheModelIsQuiteSureAndWrong() {
    double[] sure = new double[50];
    double[] never = new double[50];
    int[] ends = new int[50];
    int[] none = new int[50];
    Arrays.fill(never, -40);
    Arrays.fill(ends, Control.END);
    Arrays.fill(none, 100);
    assertThat(EndCalibration.factor(sure, none)).isBetween(1e-3, 1.0);
    assertThat(EndCalibration.factor(never, ends)).isBetween(1.0, 1e3);
  }
}
