package io.mynah.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SwiGluTest {
  private static final int INNER = 37;

  /** Where the row stands among what else is in the arrays. */
  private static final int FROM = 5;

  private static final int AT = 3;

  private final SplittableRandom random = new SplittableRandom(1);

  /** Gates from far below 0 to far above. */
  private float[] row() {
    float[] values = new float[FROM + 2 * INNER + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (3 * random.nextGaussian());
    }
    values[FROM] = 0;
    values[FROM + 1] = 60;
    values[FROM + 2] = -60;
    return values;
  }

  private static double hidden(double gate, double up) {
    return gate / (1 + Math.exp(-gate)) * up;
  }

  @Test
  void aRowBecomesWhatTheDefinitionSays() {
    float[] row = row();
    float[] h = new float[AT + INNER + 1];

    SwiGlu.forward(row, FROM, h, AT, new float[INNER]);

    for (int i = 0; i < INNER; i++) {
      double expected = hidden(row[FROM + i], row[FROM + INNER + i]);
      assertThat((double) h[AT + i])
          .as("feature %s", i)
          .isCloseTo(expected, within(2e-5 + 1e-6 * Math.abs(expected)));
    }
    assertThat(h).startsWith(0, 0, 0).endsWith(0);
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    float[] row = row();
    float[] dh = row();
    float[] d = new float[row.length];

    SwiGlu.backward(row, FROM, dh, AT, d, new float[INNER]);

    double by = 1e-5;
    for (int i = 0; i < INNER; i++) {
      double gate = row[FROM + i];
      double up = row[FROM + INNER + i];
      double byGate = (hidden(gate + by, up) - hidden(gate - by, up)) / (2 * by);
      double byUp = (hidden(gate, up + by) - hidden(gate, up - by)) / (2 * by);
      double above = dh[AT + i];
      assertThat((double) d[FROM + i])
          .as("gate %s", i)
          .isCloseTo(above * byGate, within(1e-4 + 1e-5 * Math.abs(above * byGate)));
      assertThat((double) d[FROM + INNER + i])
          .as("up %s", i)
          .isCloseTo(above * byUp, within(1e-4 + 1e-5 * Math.abs(above * byUp)));
    }
    assertThat(d).startsWith(0, 0, 0, 0, 0).endsWith(0);
  }
}
