package io.mynah.lm.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProductsTest {
  private static final int M = 32;
  private static final int K = 48;
  private static final int N = 64;

  private final SplittableRandom random = new SplittableRandom(7);

  @BeforeEach
  void load() {
    Blas.load();
  }

  @ParameterizedTest
  @CsvSource({
    "SINGLE,false,false,false",
    "SINGLE,true,false,false",
    "SINGLE,false,true,true",
    "BFLOAT16,false,false,false",
    "BFLOAT16,true,false,false",
    "BFLOAT16,false,true,true",
    "BFLOAT16,true,true,true"
  })
  void aProductIsWhatItsDefinitionSays(
      Precision precision, boolean transposeA, boolean transposeB, boolean add) {
    assumePresent(precision);
    try (OffHeap a = random(M * K);
        OffHeap b = random(K * N);
        OffHeap c = random(N + M * N);
        Products products = precision.open()) {
      Products.Factor left = products.factor(a, transposeA ? K : M, transposeA ? M : K);
      Products.Factor right = products.factor(b, transposeB ? N : K, transposeB ? K : N);
      float[] before = c.toArray();
      left.changed();
      right.changed();

      products.product(left, transposeA, right, transposeB, add, c, N).run();

      float[] after = c.toArray();
      for (int i = 0; i < M; i++) {
        for (int j = 0; j < N; j++) {
          double expected = add ? before[N + i * N + j] : 0;
          for (int l = 0; l < K; l++) {
            float x = a.toArray()[transposeA ? l * M + i : i * K + l];
            float y = b.toArray()[transposeB ? j * K + l : l * N + j];
            expected += (double) x * y;
          }
          assertThat((double) after[N + i * N + j])
              .isCloseTo(expected, within(tolerance(precision)));
        }
      }
      assertThat(after).startsWith(java.util.Arrays.copyOf(before, N));
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsOfAFactorAreAFactor(Precision precision) {
    assumePresent(precision);
    try (OffHeap a = random(M * K);
        OffHeap b = random(K * N);
        OffHeap whole = random(M * N);
        OffHeap part = random(8 * N);
        Products products = precision.open()) {
      Products.Factor left = products.factor(a, M, K);
      Products.Factor right = products.factor(b, K, N);
      Products.Factor eight = products.rows(left, 16, 8);
      left.changed();
      right.changed();
      eight.changed();

      products.product(left, false, right, false, false, whole, 0).run();
      products.product(eight, false, right, false, false, part, 0).run();

      float[] expected = new float[8 * N];
      whole.get(16 * N, expected);
      assertThat(part.toArray()).containsExactly(expected, within(1e-5f));
    }
  }

  @Test
  void closingFreesTheRoundedCopies() {
    assumePresent(Precision.BFLOAT16);
    try (OffHeap a = random(1 << 20)) {
      long before = Pointer.totalBytes();
      Products products = Precision.BFLOAT16.open();
      products.factor(a, 1 << 10, 1 << 10).changed();
      assertThat(Pointer.totalBytes() - before).isGreaterThan(2_000_000);
      products.close();
      assertThat(Pointer.totalBytes() - before).isLessThan(100_000);
    }
  }

  private static void assumePresent(Precision precision) {
    assumeTrue(
        precision == Precision.SINGLE || Precision.fastest() == precision,
        "this processor does not multiply bfloat16");
  }

  private static double tolerance(Precision precision) {
    return precision == Precision.SINGLE ? 1e-4 : 0.1;
  }

  private OffHeap random(int length) {
    OffHeap memory = OffHeap.allocate(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    memory.put(0, values);
    return memory;
  }
}
