package io.mynah.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RmsNormTest {
  private static final int ROWS = 3;
  private static final int WIDTH = 21;
  private static final float EPSILON = 0.05f;

  /** Where the scales of these rows stand among those of others. */
  private static final int FROM = 2;

  private final SplittableRandom random = new SplittableRandom(6);

  private float[] random(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double scale(double[] x, int row) {
    double squares = 0;
    for (int i = row * WIDTH; i < (row + 1) * WIDTH; i++) {
      squares += x[i] * x[i];
    }
    return 1 / Math.sqrt(squares / WIDTH + EPSILON);
  }

  private static double normalised(double[] x, double[] gain, int place) {
    return gain[place % WIDTH] * x[place] * scale(x, place / WIDTH);
  }

  /** What the gradients below are those of: the results, each times a number of its own. */
  private static double loss(double[] x, double[] gain, float[] above) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += above[i] * normalised(x, gain, i);
    }
    return sum;
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  private static double[] moved(float[] values, int at, double by) {
    double[] moved = doubles(values);
    moved[at] += by;
    return moved;
  }

  @Test
  void rowsBecomeWhatTheDefinitionSays() {
    float[] x = random(ROWS * WIDTH);
    float[] gain = random(WIDTH);
    float[] y = new float[ROWS * WIDTH];
    float[] scales = new float[FROM + ROWS + 1];

    RmsNorm.forward(x, gain, EPSILON, y, scales, FROM, ROWS);

    for (int i = 0; i < y.length; i++) {
      double expected = normalised(doubles(x), doubles(gain), i);
      assertThat((double) y[i]).as("place %s", i).isCloseTo(expected, within(1e-6));
    }
    for (int row = 0; row < ROWS; row++) {
      assertThat((double) scales[FROM + row]).isCloseTo(scale(doubles(x), row), within(1e-6));
    }
    assertThat(scales).startsWith(0, 0).endsWith(0);
  }

  @Test
  void aRowOfZerosStaysOne() {
    float[] y = random(WIDTH);
    RmsNorm.forward(new float[WIDTH], random(WIDTH), 1e-5f, y, new float[1], 0, 1);
    assertThat(y).containsExactly(new float[WIDTH], within(0f));
  }

  @Test
  void gradientsAreThoseOfFiniteDifferencesAndAddedToOthers() {
    float[] x = random(ROWS * WIDTH);
    float[] gain = random(WIDTH);
    float[] above = random(ROWS * WIDTH);
    float[] scales = new float[FROM + ROWS];
    RmsNorm.forward(x, gain, EPSILON, new float[ROWS * WIDTH], scales, FROM, ROWS);
    float[] before = random(ROWS * WIDTH);
    float[] gainBefore = random(WIDTH);
    float[] dx = before.clone();
    float[] dGain = gainBefore.clone();

    RmsNorm.backward(x, gain, scales, FROM, ROWS, above.clone(), dx, dGain);

    double by = 1e-5;
    for (int i = 0; i < dx.length; i++) {
      double difference =
          loss(moved(x, i, by), doubles(gain), above)
              - loss(moved(x, i, -by), doubles(gain), above);
      assertThat((double) dx[i])
          .as("place %s", i)
          .isCloseTo(before[i] + difference / (2 * by), within(3e-6));
    }
    for (int i = 0; i < dGain.length; i++) {
      double difference =
          loss(doubles(x), moved(gain, i, by), above)
              - loss(doubles(x), moved(gain, i, -by), above);
      assertThat((double) dGain[i])
          .as("gain %s", i)
          .isCloseTo(gainBefore[i] + difference / (2 * by), within(3e-6));
    }
  }

  @Test
  void headsAreNormalisedInPlaceAsRowsAre() {
    float[] x = random(2 + ROWS * WIDTH + 3);
    float[] gain = random(WIDTH);
    float[] expected = new float[ROWS * WIDTH];
    float[] rows = Arrays.copyOfRange(x, 2, 2 + ROWS * WIDTH);
    float[] scales = new float[ROWS];
    RmsNorm.forward(rows, gain, EPSILON, expected, scales, 0, ROWS);
    float[] y = x.clone();

    RmsNorm.forwardHeads(y, 2, ROWS, gain, EPSILON);

    assertThat(Arrays.copyOfRange(y, 2, 2 + ROWS * WIDTH)).containsExactly(expected, within(1e-6f));
    assertThat(Arrays.copyOf(y, 2)).isEqualTo(Arrays.copyOf(x, 2));
    assertThat(Arrays.copyOfRange(y, 2 + ROWS * WIDTH, y.length))
        .isEqualTo(Arrays.copyOfRange(x, 2 + ROWS * WIDTH, x.length));

    float[] above = random(y.length);
    float[] dx = new float[ROWS * WIDTH];
    float[] dGain = new float[WIDTH];
    float[] dy = Arrays.copyOfRange(above, 2, 2 + ROWS * WIDTH);
    RmsNorm.backward(rows, gain, scales, 0, ROWS, dy, dx, dGain);
    float[] d = above.clone();
    float[] dGainOfHeads = new float[WIDTH];
    RmsNorm.backwardHeads(x, 2, ROWS, gain, EPSILON, d, dGainOfHeads);
    assertThat(Arrays.copyOfRange(d, 2, 2 + ROWS * WIDTH)).containsExactly(dx, within(1e-6f));
    assertThat(dGainOfHeads).containsExactly(dGain, within(1e-6f));
    assertThat(Arrays.copyOf(d, 2)).isEqualTo(Arrays.copyOf(above, 2));
    assertThat(Arrays.copyOfRange(d, 2 + ROWS * WIDTH, d.length))
        .isEqualTo(Arrays.copyOfRange(above, 2 + ROWS * WIDTH, d.length));
  }
}
