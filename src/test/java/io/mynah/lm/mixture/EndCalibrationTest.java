package io.mynah.lm.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.VoiceParameters;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EndCalibrationTest {
  private static final VoiceParameters.Mixture MIXTURE = VoiceParameters.defaults().mixture();

  /** Learns from places where an end really comes with {@code odds} times the odds foretold. */
  private static double factor(int places, double odds) {
    SplittableRandom random = new SplittableRandom(4);
    double[] foretold = new double[places];
    boolean[] came = new boolean[places];
    for (int i = 0; i < places; i++) {
      double plain = Math.pow(random.nextDouble(), 5);
      double real = odds * plain / (odds * plain + 1 - plain);
      foretold[i] = plain;
      came[i] = random.nextDouble() < real;
    }
    return EndCalibration.factor(foretold, came, MIXTURE);
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
    assertThat(EndCalibration.factor(new double[0], new boolean[0], MIXTURE)).isEqualTo(1);
  }

  @Test
  void staysANumberWhereTheModelIsQuiteSureAndWrong() {
    double[] sure = new double[50];
    boolean[] ends = new boolean[50];
    Arrays.fill(sure, 1);
    Arrays.fill(ends, true);
    assertThat(EndCalibration.factor(sure, new boolean[50], MIXTURE)).isBetween(1e-3, 1.0);
    assertThat(EndCalibration.factor(new double[50], ends, MIXTURE)).isBetween(1.0, 1e3);
  }
}
