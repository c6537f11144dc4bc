package io.mynah.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotaryPositionsTest {
  private static final int HEAD = 10;
  private static final int LENGTH = 300;
  private static final double THETA = 500;

  private final SplittableRandom random = new SplittableRandom(2);
  private final RotaryPositions positions =
      new RotaryPositions(
          new TransformerShape(5, 40, 1, 4, 2, HEAD, 8, LENGTH, THETA, 1e-5), LENGTH);

  private float[] random(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private float[] turned(int position, float[] x) {
    float[] y = new float[HEAD];
    positions.rotate(position, x, 0, y, 0, 1);
    return y;
  }

  private static double score(float[] query, float[] key) {
    double sum = 0;
    for (int i = 0; i < HEAD; i++) {
      sum += (double) query[i] * key[i];
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 299})
  void pairsOfFeaturesAreTurnedByAnAngleOfTheirOwn(int position) {
    float[] x = random(HEAD);
    float[] y = turned(position, x);
    int half = HEAD / 2;
    for (int i = 0; i < half; i++) {
      double angle = position * Math.pow(THETA, -(double) i / half);
      double length = Math.hypot(x[i], x[half + i]);
      double before = Math.atan2(x[half + i], x[i]);
      assertThat((double) y[i]).isCloseTo(length * Math.cos(before + angle), within(1e-6));
      assertThat((double) y[half + i]).isCloseTo(length * Math.sin(before + angle), within(1e-6));
    }
  }

  @Test
  void atTheBeginningNothingIsTurned() {
    float[] x = random(HEAD);
    assertThat(turned(0, x)).isEqualTo(x);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 299})
  void turningBackUndoesTurning(int position) {
    float[] x = random(HEAD);
    float[] back = new float[HEAD];
    positions.rotateBack(position, turned(position, x), 0, back, 0, 1);
    assertThat(back).containsExactly(x, within(1e-6f));
  }

  @Test
  void scoresDependOnTheDistanceAlone() {
    float[] query = random(HEAD);
    float[] key = random(HEAD);
    double near = score(turned(1, query), turned(0, key));
    double far = score(turned(40, query), turned(0, key));
    assertThat(far).isNotCloseTo(near, within(1e-2));
    for (int position = 0; position + 40 < LENGTH; position++) {
      float[] turned = turned(position, key);
      assertThat(score(turned(position + 1, query), turned)).isCloseTo(near, within(1e-5));
      assertThat(score(turned(position + 40, query), turned)).isCloseTo(far, within(1e-5));
    }
  }

  @Test
  void onlyTheHeadInQuestionIsWrittenTimesTheFactor() {
    float[] x = random(4 * HEAD);
    float[] expected = turned(9, Arrays.copyOfRange(x, 13, 13 + HEAD));
    for (int i = 0; i < HEAD; i++) {
      expected[i] *= 3;
    }
    float[] y = random(3 * HEAD);
    float[] before = y.clone();

    positions.rotate(9, x, 13, y, 17, 3);

    assertThat(Arrays.copyOfRange(y, 17, 17 + HEAD)).containsExactly(expected, within(1e-5f));
    assertThat(Arrays.copyOf(y, 17)).isEqualTo(Arrays.copyOf(before, 17));
    assertThat(Arrays.copyOfRange(y, 17 + HEAD, y.length))
        .isEqualTo(Arrays.copyOfRange(before, 17 + HEAD, y.length));

    float[] back = new float[4 * HEAD];
    positions.rotateBack(9, y, 17, back, 13, 1 / 3f);
    assertThat(Arrays.copyOfRange(back, 13, 13 + HEAD))
        .containsExactly(Arrays.copyOfRange(x, 13, 13 + HEAD), within(1e-6f));
  }

  /** The wavelengths are 6.3, 22, 75, 262 and 907 positions. */
  @Test
  void scalingKeepsShortWavelengthsAndMultipliesLongOnes() {
    TransformerShape plain = new TransformerShape(5, 40, 1, 4, 2, HEAD, 8, LENGTH, THETA, 1e-5);
    RotaryPositions.Scaling scaling = new RotaryPositions.Scaling(8, 2, 10, 240);
    TransformerShape scaled =
        plain.with(new TransformerShape.Options(false, false, false, scaling));
    // A context holds 38, 11, 3.2, 0.9 and 0.3 of them.
    double middle = (240 / (2 * Math.PI * Math.pow(THETA, 0.4)) - 2) / 8;
    double[] kept = {1, 1, middle + (1 - middle) / 8, 1 / 8.0, 1 / 8.0};
    float[] rotation = RotaryPositions.at(scaled, 40);
    for (int i = 0; i < HEAD / 2; i++) {
      double angle = 40 * Math.pow(THETA, -2.0 * i / HEAD) * kept[i];
      assertThat((double) rotation[i]).isCloseTo(Math.cos(angle), within(1e-6));
      assertThat((double) rotation[HEAD / 2 + i]).isCloseTo(Math.sin(angle), within(1e-6));
    }
    float[] x = random(HEAD);
    float[] y = new float[HEAD];
    new RotaryPositions(scaled, 41).rotate(40, x, 0, y, 0, 1);
    float[] expected = new float[HEAD];
    RotaryPositions.rotate(rotation, x, 0, expected, 0, 1);
    assertThat(y).containsExactly(expected, within(1e-6f));
  }

  @ParameterizedTest
  @CsvSource({"0.5, 1, 4, 8192", "8, 0, 4, 8192", "8, 4, 4, 8192", "8, 1, 4, 0", "NaN, 1, 4, 8"})
  void aScalingThatIsNoneIsRefused(double factor, double low, double high, int context) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RotaryPositions.Scaling(factor, low, high, context));
  }
}
