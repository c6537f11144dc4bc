package io.mynah.lm.dl4j;

import org.bytedeco.javacpp.FloatPointer;

/** Products of single precision, by OpenBLAS. Used by one thread at a time. */
final class SingleProducts implements Products {

  /** A matrix; nothing is kept of it but where it is. */
  private record Matrix(OffHeap memory, long at, int rows, int columns) implements Factor {
    @Override
    public void changed() {
      // It is read where it stands.
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

  @Override
  public void close() {
    // All memory is the layers'.
  }
}
