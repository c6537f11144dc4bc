package io.mynah.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MatrixKernelTest {
  private static final int MARGIN = 5;

  private final SplittableRandom random = new SplittableRandom(4);

  private static List<MatrixKernel> kernels() {
    return List.of(new ExactKernel(), new PlainKernel(), Kernels.onHeap());
  }

  private static Stream<Arguments> shapes() {
    int[][] shapes = {{1, 1}, {3, 33}, {64, 32}, {65, 31}, {200, 100}, {1100, 7}};
    return kernels().stream()
        .flatMap(kernel -> Stream.of(shapes).map(s -> Arguments.of(kernel, s[0], s[1])));
  }

  private float[] random(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void columnsHaveTheNumbersOfTheRows(MatrixKernel kernel, int rows, int columns) {
    MatrixKernel.Matrix matrix = kernel.matrix(random(rows * columns), 0, rows, columns);
    int from = columns / 3;
    int count = columns - from;
    float[] found = new float[count * rows];
    matrix.columns(from, count, found);

    float[] row = new float[columns];
    for (int i = 0; i < rows; i++) {
      matrix.row(i, row);
      for (int k = 0; k < count; k++) {
        assertThat(found[k * rows + i]).isEqualTo(row[from + k]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aProductIsWhatItsDefinitionSays(MatrixKernel kernel, int rows, int columns) {
    float[] numbers = random(MARGIN + rows * columns);
    MatrixKernel.Matrix matrix = kernel.matrix(numbers, MARGIN, rows, columns);
    assertThat(matrix.rows()).isEqualTo(rows);
    for (int count : new int[] {1, 3, 4, 9}) {
      float[][] x = new float[count][];
      float[][] y = new float[count][];
      for (int s = 0; s < count; s++) {
        x[s] = random(columns);
        y[s] = random(rows + 2);
      }
      float[] beyond = {y[0][rows], y[0][rows + 1]};
      kernel.multiply(matrix, x, y);
      float[] row = new float[columns];
      for (int i = 0; i < rows; i++) {
        matrix.row(i, row);
        for (int s = 0; s < count; s++) {
          double expected = 0;
          for (int k = 0; k < columns; k++) {
            expected += (double) row[k] * x[s][k];
          }
          assertThat((double) y[s][i]).isCloseTo(expected, within(1e-4 * Math.sqrt(columns)));
        }
      }
      assertThat(new float[] {y[0][rows], y[0][rows + 1]}).containsExactly(beyond);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aMatrixIsKeptNearlyAsItWas(MatrixKernel kernel, int rows, int columns) {
    float[] numbers = random(MARGIN + rows * columns);
    MatrixKernel.Matrix matrix = kernel.matrix(numbers, MARGIN, rows, columns);
    float[] row = new float[columns];
    for (int i = 0; i < rows; i++) {
      matrix.row(i, row);
      for (int k = 0; k < columns; k++) {
        // Half a step of the largest number that a block may have.
        assertThat(row[k]).isCloseTo(numbers[MARGIN + i * columns + k], within(5f / 254));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void vectorsAreMultipliedWithColumnsAndRowsAddedUp(MatrixKernel kernel) {
    for (int vectors : new int[] {1, 2, 3}) {
      for (int columns : new int[] {1, 16, 32, 37}) {
        int width = 21;
        float[] x = random(3 + vectors * width);
        float[] matrix = random(7 + width * columns);
        float[][] out = new float[vectors][2 + columns];
        kernel.dots(x, 3, width, matrix, 7, columns, out, 2);
        for (int v = 0; v < vectors; v++) {
          for (int j = 0; j < columns; j++) {
            double expected = 0;
            for (int i = 0; i < width; i++) {
              expected += (double) x[3 + v * width + i] * matrix[7 + i * columns + j];
            }
            assertThat((double) out[v][2 + j]).isCloseTo(expected, within(1e-4));
          }
        }
      }
      for (int width : new int[] {21, 64, 90}) {
        addsUpRows(kernel, vectors, width);
      }
    }
  }

  private void addsUpRows(MatrixKernel kernel, int vectors, int width) {
    int stride = 100;
    float[][] factors = new float[vectors][];
    Arrays.setAll(factors, v -> random(10));
    float[] rows = random(2 + 10 * stride);
    float[] sum = random(300);
    float[] before = sum.clone();
    kernel.addRows(factors, 2, 9, rows, 2 - stride, stride, width, sum, 4);
    for (int i = 0; i < sum.length; i++) {
      double expected = before[i];
      int v = (i - 4) / width;
      for (int row = 2; row < 9 && i >= 4 && v < vectors; row++) {
        expected += (double) factors[v][row] * rows[2 + (row - 1) * stride + (i - 4) % width];
      }
      assertThat((double) sum[i]).isCloseTo(expected, within(1e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aProductIsAddedToWhatIsThereForEachVectorAsForItAlone(
      MatrixKernel kernel, int rows, int columns) {
    MatrixKernel.Matrix matrix =
        kernel.matrix(random(MARGIN + rows * columns), MARGIN, rows, columns);
    assertThat(matrix.columns()).isEqualTo(columns);
    float[][] x = new float[7][];
    float[][] y = new float[7][];
    float[][] before = new float[7][];
    for (int s = 0; s < 7; s++) {
      x[s] = random(columns);
      y[s] = random(rows + 2);
      before[s] = y[s].clone();
    }
    kernel.add(matrix, x, y);
    float[][] product = new float[7][rows];
    kernel.multiply(matrix, x, product);
    for (int s = 0; s < 7; s++) {
      float[] alone = before[s].clone();
      kernel.add(matrix, new float[][] {x[s]}, new float[][] {alone});
      assertThat(y[s]).containsExactly(alone);
      for (int i = 0; i < rows + 2; i++) {
        float expected = before[s][i] + (i < rows ? product[s][i] : 0);
        assertThat(y[s][i]).isCloseTo(expected, within(1e-5f * columns));
      }
    }
  }

  @Test
  void testsRunWithTheKernelOfVectorsWhereTheProcessorHasThem() {
    assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
    assertThat(Kernels.onHeap().getClass().getSimpleName()).isIn("VectorKernel", "PlainKernel");
  }
}
