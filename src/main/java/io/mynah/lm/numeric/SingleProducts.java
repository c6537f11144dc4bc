package io.mynah.lm.numeric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/** Matrix products in single precision, by OpenBLAS. Used by one thread at a time. */
final class SingleProducts implements Products {
  private final List<OffHeap> storages = new ArrayList<>();

  /** A matrix, known only by its position in memory. */
  private record Matrix(OffHeap memory, long at, int rows, int columns) implements Factor {
    @Override
    public void changed() {
      // The matrix is read in place.
    }

    FloatPointer pointer() {
      return memory.at(at);
    }
  }

  @Override
  public Factor factor(OffHeap memory, int rows, int columns) {
    return new Matrix(memory, 0, rows, columns);
  }

  @Override
  public Factor rows(Factor whole, int from, int count) {
    Matrix matrix = (Matrix) whole;
    long at = matrix.at() + (long) from * matrix.columns();
    return new Matrix(matrix.memory(), at, count, matrix.columns());
  }

  @Override
  public Product product(
      Factor a, boolean transposeA, Factor b, boolean transposeB, boolean add, OffHeap c, long at) {
    Matrix left = (Matrix) a;
    Matrix right = (Matrix) b;
    int m = transposeA ? left.columns() : left.rows();
    int k = transposeA ? left.rows() : left.columns();
    int n = transposeB ? right.rows() : right.columns();
    FloatPointer leftStart = left.pointer();
    FloatPointer rightStart = right.pointer();
    FloatPointer start = c.at(at);
    float beta = add ? 1 : 0;
    return () -> Blas.multiply(transposeA, transposeB, m, n, k, leftStart, rightStart, beta, start);
  }

  /** Numbers of single precision in native memory. */
  private record Numbers(OffHeap memory) implements Storage {}

  @Override
  public Storage storage(int length) {
    OffHeap memory = OffHeap.allocate(length);
    storages.add(memory);
    return new Numbers(memory);
  }

  @Override
  public void put(Storage to, int at, float[] values, int from, int count) {
    ((Numbers) to).memory.put(at, values, from, count);
  }

  @Override
  public void copy(OffHeap from, Storage to, int at, int count) {
    ((Numbers) to).memory.copy(from, at, count);
  }

  @Override
  public Product product(Block a, Block b, boolean add, OffHeap c, int at, int distance) {
    int m = a.productRows();
    int k = a.productColumns();
    int n = b.productColumns();
    FloatPointer[] left = starts(((Numbers) a.storage()).memory(), a.at(), a.distance(), a.count());
    FloatPointer[] right =
        starts(((Numbers) b.storage()).memory(), b.at(), b.distance(), b.count());
    FloatPointer[] result = starts(c, at, distance, a.count());
    float beta = add ? 1 : 0;
    return () -> {
      for (int i = 0; i < result.length; i++) {
        Blas.multiply(a.transposed(), b.transposed(), m, n, k, left[i], right[i], beta, result[i]);
      }
    };
  }

  private static FloatPointer[] starts(OffHeap memory, int at, int distance, int count) {
    FloatPointer[] starts = new FloatPointer[count];
    Arrays.setAll(starts, i -> memory.at(at + (long) i * distance));
    return starts;
  }

  @Override
  public void close() {
    storages.forEach(OffHeap::close);
    storages.clear();
  }
}
