package io.mynah.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.PackedProducts;
import io.mynah.lm.transformer.AdaptedMatrix.LowRank;
import io.mynah.lm.transformer.MatrixKernel.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeKernelTest {
  private static final int RANK = 5;

  private final SplittableRandom random = new SplittableRandom(8);
  private final MatrixKernel few = new PlainKernel();
  private final MatrixKernel kernel = new NativeKernel(few);

  private float[][] random(int count, int length) {
    float[][] vectors = new float[count][length];
    for (float[] vector : vectors) {
      for (int i = 0; i < length; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    return vectors;
  }

  private AdaptedMatrix adapted(MatrixKernel of, int rows, int columns, long seed) {
    return new AdaptedMatrix(
        matrix(of, rows, columns, seed),
        new LowRank(matrix(of, RANK, columns, seed + 1), matrix(of, rows, RANK, seed + 2)));
  }

  private static Matrix matrix(MatrixKernel of, int rows, int columns, long seed) {
    SplittableRandom numbers = new SplittableRandom(seed);
    float[] flat = new float[rows * columns];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) (numbers.nextGaussian() / Math.sqrt(columns));
    }
    return of.matrix(flat, 0, rows, columns);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 33", "64, 32", "65, 31", "200, 100", "1100, 7"})
  void productsAreNearlyThoseOfTheOtherKernelForAnyNumberOfVectors(int rows, int columns) {
    for (int count : new int[] {1, 3, 4, 8, 9, 33, 64, 65, 130}) {
      float[][] x = random(count, columns);
      float[][] expected = new float[count][rows + 2];
      float[][] y = random(count, rows + 2);
      float beyond = y[0][rows];
      few.multiply(adapted(few, rows, columns, 1), x, expected);
      kernel.multiply(adapted(kernel, rows, columns, 1), x, y);
      for (int i = 0; i < count; i++) {
        for (int row = 0; row < rows; row++) {
          assertThat(y[i][row]).isCloseTo(expected[i][row], within(0.1f));
        }
      }
      assertThat(y[0][rows]).isEqualTo(beyond);
    }
  }

  @Test
  void threadsSideBySideGetTheSameResults() throws Exception {
    AdaptedMatrix matrix = adapted(kernel, 200, 100, 3);
    float[][] x = random(20, 100);
    float[][] expected = new float[20][200];
    kernel.multiply(matrix, x, expected);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[][]>> found = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        found.add(
            threads.submit(
                () -> {
                  float[][] y = new float[20][200];
                  kernel.multiply(matrix, x, y);
                  return y;
                }));
      }
      for (Future<float[][]> each : found) {
        assertThat(each.get()).isDeepEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aClosedMatrixHasNoNativeMemoryAndIsStillMultiplied() {
    assumeTrue(PackedProducts.shared() != null, "the processor has no bfloat16");
    float[][] x = random(16, 300);
    float[][] y = new float[16][500];
    Matrix first = matrix(kernel, 500, 300, 5);
    kernel.multiply(first, x, y);
    long before = OffHeap.bytes();
    Matrix matrix = matrix(kernel, 500, 300, 6);
    kernel.multiply(matrix, x, y);
    assertThat(OffHeap.bytes()).isGreaterThan(before);
    float[][] open = new float[16][500];
    kernel.multiply(matrix, x, open);
    matrix.close();
    matrix.close();
    assertThat(OffHeap.bytes()).isEqualTo(before);
    kernel.multiply(matrix, x, y);
    for (int i = 0; i < 16; i++) {
      assertThat(y[i]).containsExactly(open[i], within(0.1f));
    }
    first.close();
  }
}
