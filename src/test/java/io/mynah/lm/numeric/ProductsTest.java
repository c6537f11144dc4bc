package io.mynah.lm.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mynah.lm.numeric.Products.Block;
import java.util.Arrays;
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
      assertThat(after).startsWith(Arrays.copyOf(before, N));
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

  /** Each pair of blocks, with gaps between the matrices of each and something before the first. */
  @ParameterizedTest
  @CsvSource({
    "SINGLE,   1, false, false, false",
    "SINGLE,   3, false, false, false",
    "SINGLE,   3, true,  false, false",
    "SINGLE,   3, false, true,  true",
    "SINGLE,   3, true,  true,  true",
    "BFLOAT16, 1, false, false, false",
    "BFLOAT16, 1, true,  false, true",
    "BFLOAT16, 1, false, true,  false",
    "BFLOAT16, 1, true,  true,  true",
    "BFLOAT16, 3, false, false, false",
    "BFLOAT16, 3, true,  false, true",
    "BFLOAT16, 3, false, true,  false",
    "BFLOAT16, 3, true,  true,  true"
  })
  void aProductOfBlocksIsOneOfEachPair(
      Precision precision, int count, boolean transposeA, boolean transposeB, boolean add) {
    assumePresent(precision);
    int m = 13;
    int k = 22;
    int n = 9;
    int distanceA = m * k + 4;
    int distanceB = k * n;
    int distanceC = m * n + 5;
    try (OffHeap c = random(17 + 3 * distanceC);
        Products products = precision.open()) {
      float[] x = values(8 + 3 * distanceA);
      float[] y = values(3 + 3 * distanceB);
      float[] before = c.toArray();
      Block a = new Block(storage(products, x), 8, count, distanceA, m, k, false);
      Block b = new Block(storage(products, y), 3, count, distanceB, k, n, false);
      if (transposeA) {
        a = new Block(a.storage(), 8, count, distanceA, k, m, false).transpose();
      }
      if (transposeB) {
        b = new Block(b.storage(), 3, count, distanceB, n, k, false).transpose();
      }

      products.product(a, b, add, c, 17, distanceC).run();

      float[] expected = before.clone();
      for (int pair = 0; pair < count; pair++) {
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            int at = 17 + pair * distanceC + i * n + j;
            double sum = add ? before[at] : 0;
            for (int l = 0; l < k; l++) {
              float left = x[8 + pair * distanceA + (transposeA ? l * m + i : i * k + l)];
              float right = y[3 + pair * distanceB + (transposeB ? j * k + l : l * n + j)];
              sum += (double) rounded(precision, left) * rounded(precision, right);
            }
            expected[at] = (float) sum;
          }
        }
      }
      assertThat(c.toArray()).containsExactly(expected, within(1e-5f));
      assertThat(untouched(c.toArray(), before, count, distanceC, m * n)).isTrue();
    }
  }

  /** Whether what stands before, between and after the results is as it was. */
  private static boolean untouched(
      float[] after, float[] before, int count, int distance, int size) {
    boolean untouched = true;
    for (int i = 0; i < after.length; i++) {
      int place = i - 17;
      boolean result = place >= 0 && place / distance < count && place % distance < size;
      untouched &= result || after[i] == before[i];
    }
    return untouched;
  }

  /** As the attention takes some rows of each of several matrices that stand side by side. */
  @ParameterizedTest
  @EnumSource
  void blocksMayBeSomeRowsOfLargerMatrices(Precision precision) {
    assumePresent(precision);
    int rows = 10;
    try (OffHeap whole = OffHeap.allocate(4L * rows * rows);
        OffHeap part = OffHeap.allocate(4L * rows * rows);
        Products products = precision.open()) {
      Products.Storage a = storage(products, values(4 * rows * K));
      Products.Storage b = storage(products, values(4 * rows * K));
      Block queries = new Block(a, 0, 4, rows * K, rows, K, false);
      Block keys = new Block(b, 0, 4, rows * K, rows, K, false);
      products.product(queries, keys.transpose(), false, whole, 0, rows * rows).run();

      // Rows 3 to 7 with columns 0 to 7, each pair's result where it stands in the whole.
      Block five = new Block(a, 3 * K, 4, rows * K, 5, K, false);
      Block eight = new Block(b, 0, 4, rows * K, 8, K, false);
      products.product(five, eight.transpose(), false, part, 0, rows * rows).run();

      for (int pair = 0; pair < 4; pair++) {
        float[] expected = new float[5 * 8];
        float[] found = new float[5 * 8];
        part.get(pair * rows * rows, found);
        for (int i = 0; i < 5; i++) {
          whole.get((pair * rows + 3 + i) * rows, expected, i * 8, 8);
        }
        assertThat(found).containsExactly(expected, within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPreparedProductReadsWhatItsBlocksNowHold(Precision precision) {
    assumePresent(precision);
    try (OffHeap c = OffHeap.allocate(1);
        Products products = precision.open()) {
      Products.Storage a = storage(products, new float[] {2, 3});
      Products.Storage b = storage(products, new float[] {5, 7});
      Products.Product product =
          products.product(Block.of(a, 0, 1, 2), Block.of(b, 0, 2, 1), true, c, 0, 0);
      product.run();
      assertThat(c.toArray()).containsExactly(31);
      products.put(b, 1, new float[] {-1}, 0, 1);
      product.run();
      assertThat(c.toArray()).containsExactly(31 + 7);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsPutOrCopiedIsRoundedAndLeavesTheRestAsItWas(Precision precision) {
    assumePresent(precision);
    try (OffHeap memory = random(2_000);
        Products products = precision.open()) {
      float[] expected = values(2_000);
      float[] others = values(1_000);
      Products.Storage storage = storage(products, expected);
      assertThat(read(products, storage, 2_000)).isEqualTo(rounded(precision, expected));

      // A longer stretch than the one before, and shorter ones.
      int[][] stretches = {{10, 0, 3}, {700, 11, 900}, {1_993, 500, 7}, {20, 400, 3}};
      for (int[] each : stretches) {
        products.put(storage, each[0], others, each[1], each[2]);
        System.arraycopy(others, each[1], expected, each[0], each[2]);
        assertThat(read(products, storage, 2_000)).isEqualTo(rounded(precision, expected));
      }

      for (int[] each : stretches) {
        products.copy(memory, storage, each[0], each[2]);
        memory.get(each[0], expected, each[0], each[2]);
        assertThat(read(products, storage, 2_000)).isEqualTo(rounded(precision, expected));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStorageIsAFactorForOthersOfItsPrecision(Precision precision) {
    assumePresent(precision);
    try (Products owner = precision.open();
        Products other = precision.open()) {
      float[] expected = values(300);
      Products.Storage storage = storage(owner, expected);
      other.put(storage, 100, values(50), 0, 50);
      assertThat(read(other, storage, 300)).isEqualTo(read(owner, storage, 300));
      assertThat(read(other, storage, 100))
          .isEqualTo(Arrays.copyOf(rounded(precision, expected), 100));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsWrittenBeyondAStorage(Precision precision) {
    assumePresent(precision);
    try (OffHeap memory = random(20);
        Products products = precision.open()) {
      Products.Storage storage = products.storage(10);
      assertThatThrownBy(() -> products.put(storage, 6, new float[5], 0, 5))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> products.copy(memory, storage, 6, 5))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingFreesTheStorages(Precision precision) {
    assumePresent(precision);
    int open = OffHeap.open();
    long before = Pointer.totalBytes();
    Products products = precision.open();
    products.put(products.storage(1 << 20), 0, new float[1 << 20], 0, 1 << 20);
    products.close();
    assertThat(OffHeap.open()).isEqualTo(open);
    assertThat(Pointer.totalBytes() - before).isLessThan(100_000);
  }

  private static Products.Storage storage(Products products, float[] values) {
    Products.Storage storage = products.storage(values.length);
    products.put(storage, 0, values, 0, values.length);
    return storage;
  }

  /** What a storage holds: 1 times each of its numbers. */
  private static float[] read(Products products, Products.Storage storage, int length) {
    try (OffHeap c = OffHeap.allocate(length)) {
      Block one = Block.of(storage(products, new float[] {1}), 0, 1, 1);
      products.product(one, Block.of(storage, 0, 1, length), false, c, 0, 0).run();
      return c.toArray();
    }
  }

  private static float[] rounded(Precision precision, float[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = rounded(precision, values[i]);
    }
    return rounded;
  }

  /** To the nearest number of bfloat16, ties to even. */
  private static float rounded(Precision precision, float value) {
    if (precision == Precision.SINGLE) {
      return value;
    }
    int bits = Float.floatToRawIntBits(value);
    return Float.intBitsToFloat((bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000);
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
    memory.put(0, values(length));
    return memory;
  }

  private float[] values(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
