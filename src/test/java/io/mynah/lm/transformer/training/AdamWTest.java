package io.mynah.lm.transformer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mynah.lm.numeric.OffHeap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdamWTest {
  /** More than are in an array at a time, and no multiple of that. */
  private static final int LENGTH = 9_001;

  private static final int FROM = 11;
  private static final int TO = 8_990;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.95;

  private final SplittableRandom random = new SplittableRandom(4);

  private float[] random(double size) {
    float[] values = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      values[i] = (float) (size * random.nextGaussian());
    }
    return values;
  }

  /** As Loshchilov and Hutter (2019) define it, with the rate as the schedule's multiplier. */
  @ParameterizedTest
  @CsvSource({"0, 1", "0.1, 1", "0.1, 0.3", "2, 0.01"})
  void anUpdateIsWhatItsDefinitionSays(double decay, double factor) {
    try (OffHeap parameters = OffHeap.allocate(LENGTH);
        OffHeap gradients = OffHeap.allocate(LENGTH);
        OffHeap means = OffHeap.allocate(LENGTH);
        OffHeap squares = OffHeap.allocate(LENGTH)) {
      AdamW adam = new AdamW(parameters, gradients, means, squares, BETA1, BETA2);
      float[] start = random(1);
      parameters.put(0, start);
      double[] w = new double[LENGTH];
      double[] m = new double[LENGTH];
      double[] v = new double[LENGTH];
      for (int i = 0; i < LENGTH; i++) {
        w[i] = start[i];
      }
      for (int step = 0; step < 6; step++) {
        double rate = 0.01 * (step + 1);
        float[] g = random(0.5);
        gradients.put(0, g);

        adam.update(FROM, TO, step, rate, decay, factor);

        for (int i = FROM; i < TO; i++) {
          m[i] = BETA1 * m[i] + (1 - BETA1) * factor * g[i];
          v[i] = BETA2 * v[i] + (1 - BETA2) * Math.pow(factor * g[i], 2);
          double mean = m[i] / (1 - Math.pow(BETA1, step + 1));
          double square = v[i] / (1 - Math.pow(BETA2, step + 1));
          w[i] -= rate * (mean / (Math.sqrt(square) + 1e-8) + decay * w[i]);
        }
        assertClose(parameters.toArray(), w, 2e-6);
        assertClose(means.toArray(), m, 1e-6 * factor);
        assertClose(squares.toArray(), v, 3e-6 * factor * factor);
        assertThat(gradients.toArray()).isEqualTo(g);
      }
    }
  }

  private static void assertClose(float[] found, double[] expected, double by) {
    for (int i = 0; i < LENGTH; i++) {
      assertThat((double) found[i]).as("number %s", i).isCloseTo(expected[i], within(by));
    }
  }

  @Test
  void stretchesOneByOneComeToTheSameAsAllAtOnce() {
    float[] start = random(1);
    float[] gradient = random(0.5);
    float[] whole = updated(start, gradient, 0, LENGTH);
    float[] stretches = updated(start, gradient, 0, 17, 4_096, 5_000, LENGTH);
    assertThat(stretches).isEqualTo(whole).isNotEqualTo(start);
  }

  private static float[] updated(float[] start, float[] gradient, int... bounds) {
    try (OffHeap parameters = OffHeap.allocate(LENGTH);
        OffHeap gradients = OffHeap.allocate(LENGTH);
        OffHeap means = OffHeap.allocate(LENGTH);
        OffHeap squares = OffHeap.allocate(LENGTH)) {
      parameters.put(0, start);
      gradients.put(0, gradient);
      AdamW adam = new AdamW(parameters, gradients, means, squares, BETA1, BETA2);
      for (int step = 0; step < 3; step++) {
        for (int i = 1; i < bounds.length; i++) {
          adam.update(bounds[i - 1], bounds[i], step, 0.01, 0.1, 0.7);
        }
      }
      return parameters.toArray();
    }
  }

  @Test
  void whatHasNoGradientOnlyDecays() {
    try (OffHeap parameters = OffHeap.allocate(LENGTH);
        OffHeap gradients = OffHeap.allocate(LENGTH);
        OffHeap means = OffHeap.allocate(LENGTH);
        OffHeap squares = OffHeap.allocate(LENGTH)) {
      float[] start = random(1);
      parameters.put(0, start);
      AdamW adam = new AdamW(parameters, gradients, means, squares, BETA1, BETA2);
      adam.update(0, LENGTH, 0, 0.5, 0.5, 1);
      for (int i = 0; i < LENGTH; i++) {
        start[i] *= 0.75f;
      }
      assertThat(parameters.toArray()).isEqualTo(start);
    }
  }
}
