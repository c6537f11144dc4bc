package io.mynah.lm.transformer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mynah.lm.numeric.Blas;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.ParameterLayout.Part;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MuonTest {
  /** Numbers before the matrix, and after it. */
  private static final int MARGIN = 7;

  private final SplittableRandom random = new SplittableRandom(4);

  @BeforeEach
  void load() {
    Blas.load();
  }

  private float[] random(int length, double size) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (size * random.nextGaussian());
    }
    return values;
  }

  /** Wide, high and square ones; the last of more numbers than are in an array at a time. */
  @ParameterizedTest
  @CsvSource({
    "8,  12, 0,   1",
    "12,  8, 0.1, 1",
    "9,   9, 0.1, 0.3",
    "2,   5, 2,   0.01",
    "70, 90, 0.1, 1"
  })
  void anUpdateIsWhatItsDefinitionSays(int rows, int columns, double decay, double factor) {
    int length = rows * columns + 2 * MARGIN;
    Part part = new Part(MARGIN, rows, columns, ParameterLayout.Kind.MATRIX);
    try (OffHeap parameters = OffHeap.allocate(length);
        OffHeap gradients = OffHeap.allocate(length);
        OffHeap means = OffHeap.allocate(length);
        Products products = Precision.SINGLE.open();
        Muon muon = new Muon(parameters, gradients, means, products)) {
      float[] start = random(length, 1);
      parameters.put(0, start);
      double[] w = doubles(start);
      DoubleMuon reference = new DoubleMuon(rows, columns);
      for (int step = 0; step < 4; step++) {
        double rate = 0.01 * (step + 1);
        float[] g = random(length, 0.5);
        gradients.put(0, g);

        muon.update(part, rate, decay, factor);

        reference.update(w, doubles(g), MARGIN, rate, decay, factor);
        float[] found = parameters.toArray();
        for (int i = 0; i < length; i++) {
          assertThat((double) found[i]).as("number %s", i).isCloseTo(w[i], within(2e-6));
        }
      }
    }
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    Arrays.setAll(doubles, i -> floats[i]);
    return doubles;
  }

  /** Two matrices of one shape use the same room in turn, and neither disturbs the other. */
  @ParameterizedTest
  @EnumSource
  void anUpdateTurnsAMatrixAboutAsFarInAllDirections(Precision precision) {
    assumeTrue(
        precision == Precision.SINGLE || Precision.fastest() == precision,
        "this processor does not multiply bfloat16");
    int rows = 20;
    int columns = 45;
    int size = rows * columns;
    try (OffHeap parameters = OffHeap.allocate(2L * size);
        OffHeap gradients = OffHeap.allocate(2L * size);
        OffHeap means = OffHeap.allocate(2L * size);
        Products products = precision.open();
        Muon muon = new Muon(parameters, gradients, means, products)) {
      gradients.put(0, random(size, 1e-3));
      gradients.put(size, random(size, 1e3));

      muon.update(new Part(0, rows, columns, ParameterLayout.Kind.MATRIX), 1, 0, 1);
      muon.update(new Part(size, rows, columns, ParameterLayout.Kind.MATRIX), 1, 0, 1);

      for (int matrix = 0; matrix < 2; matrix++) {
        float[] step = new float[size];
        parameters.get(matrix * size, step);
        double[][] x = new double[rows][columns];
        for (int i = 0; i < size; i++) {
          x[i / columns][i % columns] = step[i] / (0.2 * Math.sqrt(columns));
        }
        // The rows of a semi-orthogonal matrix are of length 1 and at right angles.
        double[][] gram = DoubleMuon.product(x, DoubleMuon.transposed(x));
        double along = 0;
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < rows; j++) {
            assertThat(gram[i][j]).isCloseTo(i == j ? 1 : 0, within(0.5));
          }
          for (int j = 0; j < columns; j++) {
            along -= x[i][j] * gradients.toArray()[matrix * size + i * columns + j];
          }
        }
        assertThat(along).as("down, not up").isPositive();
      }
    }
  }
}
