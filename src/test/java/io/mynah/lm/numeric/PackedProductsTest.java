package io.mynah.lm.numeric;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Native products of the shapes that the bases which come with Mynah have. */
class PackedProductsTest {
  private static final int RANK = 40;

  private final SplittableRandom random = new SplittableRandom(5);

  private float[][] random(int rows, int columns, double size) {
    float[][] numbers = new float[rows][columns];
    for (float[] row : numbers) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) (size * random.nextGaussian());
      }
    }
    return numbers;
  }

  private static PackedMatrix packed(PackedProducts products, float[][] matrix) {
    return requireNonNull(
        products.pack(
            matrix.length,
            matrix[0].length,
            (row, out) -> System.arraycopy(matrix[row], 0, out, 0, out.length)));
  }

  private static float[] product(float[][] matrix, float[] vector) {
    float[] result = new float[matrix.length];
    for (int row = 0; row < matrix.length; row++) {
      double sum = 0;
      for (int i = 0; i < vector.length; i++) {
        sum += matrix[row][i] * vector[i];
      }
      result[row] = (float) sum;
    }
    return result;
  }

  @ParameterizedTest
  @CsvSource({
    "768, 384", "384, 384", "2048, 384", "384, 1024", "6000, 384",
    "768, 256", "256, 256", "1408, 256", "256, 704", "4000, 256"
  })
  void areRightWithAndWithoutAdaptersForAnyNumberOfVectors(int rows, int columns) {
    PackedProducts products = PackedProducts.shared();
    assumeTrue(products != null, "the processor has no bfloat16");
    float[][] w = random(rows, columns, 1 / Math.sqrt(columns));
    float[][] down = random(RANK, columns, 1 / Math.sqrt(columns));
    float[][] up = random(rows, RANK, 1 / Math.sqrt(RANK));
    try (PackedMatrix packedW = packed(products, w);
        PackedMatrix packedDown = packed(products, down);
        PackedMatrix packedUp = packed(products, up)) {
      PackedProducts.LowRank adapter = new PackedProducts.LowRank(packedDown, packedUp);
      for (int count : new int[] {4, 8, 17, 64}) {
        float[][] x = random(count, columns, 1);
        float[][] plain = new float[count][rows];
        float[][] adapted = new float[count][rows];
        assertThat(products.multiply(packedW, null, x, plain)).isTrue();
        assertThat(products.multiply(packedW, adapter, x, adapted)).isTrue();
        for (int i : new int[] {0, count / 2, count - 1}) {
          float[] expected = product(w, x[i]);
          float[] more = product(up, product(down, x[i]));
          assertThat(plain[i]).containsExactly(expected, within(0.05f));
          for (int row = 0; row < rows; row++) {
            more[row] += expected[row];
          }
          assertThat(adapted[i]).containsExactly(more, within(0.1f));
        }
      }
    }
  }
}
