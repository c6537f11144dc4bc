package io.mynah.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuantizedMatrixTest {
  private static final int ROWS = 60;
  private static final int COLUMNS = 75;

  /** Rows of all sizes that a float has, some with zeros only. */
  private static float[] numbers() {
    SplittableRandom random = new SplittableRandom(5);
    float[] numbers = new float[ROWS * COLUMNS];
    for (int i = 0; i < numbers.length; i++) {
      int row = i / COLUMNS;
      double size = row % 7 == 6 ? 0 : Math.pow(10, row * 1.2 - 44);
      numbers[i] = (float) (size * random.nextGaussian());
    }
    return numbers;
  }

  private static float[] numbers(QuantizedMatrix matrix) {
    float[] numbers = new float[matrix.rows() * matrix.columns()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = matrix.get(i / matrix.columns(), i % matrix.columns());
    }
    return numbers;
  }

  @Test
  void numbersAreWithinHalfAStepOfWhatTheyWere() {
    float[] numbers = numbers();
    QuantizedMatrix rounded = QuantizedMatrix.of(numbers, 0, ROWS, COLUMNS);
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        float scale = rounded.scales()[row * QuantizedMatrix.blocks(COLUMNS) + column / 32];
        float least = scale == 0 ? 127 * Float.MIN_NORMAL : 0.51f * scale;
        assertThat(rounded.get(row, column))
            .isCloseTo(numbers[row * COLUMNS + column], within(least));
      }
    }
  }

  @Test
  void aMatrixThatIsRoundedAgainStaysTheSame() {
    QuantizedMatrix once = QuantizedMatrix.of(numbers(), 0, ROWS, COLUMNS);
    QuantizedMatrix again = QuantizedMatrix.of(numbers(once), 0, ROWS, COLUMNS);
    assertThat(again.values()).isEqualTo(once.values());
    assertThat(again.scales()).isEqualTo(once.scales());
  }

  @Test
  void aScaleHasSixteenBits() {
    for (float scale : QuantizedMatrix.of(numbers(), 0, ROWS, COLUMNS).scales()) {
      assertThat(QuantizedMatrix.fromBits(QuantizedMatrix.toBits(scale))).isEqualTo(scale);
    }
  }

  @Test
  void aBlockOfZerosStaysZero() {
    QuantizedMatrix zeros = QuantizedMatrix.of(new float[64], 0, 1, 64);
    assertThat(zeros.values()).containsOnly(0);
    assertThat(zeros.get(0, 40)).isZero();
  }
}
