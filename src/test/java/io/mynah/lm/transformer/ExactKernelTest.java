package io.mynah.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExactKernelTest {
  private static final int ROWS = 7;
  private static final int COLUMNS = 37;
  private static final int FROM = 5;

  private final SplittableRandom random = new SplittableRandom(2);
  private final float[] numbers = random(FROM + ROWS * COLUMNS + 3);
  private final MatrixKernel kernel = new ExactKernel();
  private final MatrixKernel.Matrix matrix = kernel.matrix(numbers, FROM, ROWS, COLUMNS);

  private float[] random(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void rowsAreTheNumbersThemselves() {
    float[] row = new float[COLUMNS];
    for (int i = 0; i < ROWS; i++) {
      matrix.row(i, row);
      for (int j = 0; j < COLUMNS; j++) {
        assertThat(row[j]).isEqualTo(numbers[FROM + i * COLUMNS + j]);
      }
    }
  }

  @Test
  void productsAreThoseOfTheNumbers() {
    float[][] x = {random(COLUMNS), random(COLUMNS), random(COLUMNS)};
    float[][] y = new float[3][ROWS + 2];
    kernel.multiply(matrix, x, y);
    for (int i = 0; i < x.length; i++) {
      for (int row = 0; row < ROWS; row++) {
        double expected = 0;
        for (int j = 0; j < COLUMNS; j++) {
          expected += (double) numbers[FROM + row * COLUMNS + j] * x[i][j];
        }
        assertThat((double) y[i][row]).isCloseTo(expected, within(1e-4));
      }
      assertThat(y[i][ROWS]).isZero();
    }
  }
}
