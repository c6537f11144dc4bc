package io.mynah.lm.transformer;

import io.mynah.lm.transformer.MatrixKernel.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A matrix of a layer, with or without an adapter: W + up·down, or W. The matrices are of one
 * kernel. Immutable and thread-safe.
 */
record AdaptedMatrix(Matrix weights, @Nullable LowRank adapter) {
  /**
   * What is added to a matrix, as two factors.
   *
   * @param down [rank, columns]
   * @param up [rows, rank]
   */
  record LowRank(Matrix down, Matrix up) {
    long sizeInBytes() {
      return down.sizeInBytes() + up.sizeInBytes();
    }
  }

  /**
   * Writes the products with some vectors; see {@link MatrixKernel#multiply}.
   *
   * @param kernel of the matrices
   */
  void multiply(MatrixKernel kernel, float[][] x, float[][] y) {
    kernel.multiply(weights, x, y);
    if (adapter != null) {
      float[][] narrow = new float[x.length][adapter.down().rows()];
      kernel.add(adapter.down(), x, narrow);
      kernel.add(adapter.up(), narrow, y);
    }
  }

  /** Memory held by the adapter, in bytes. */
  long adapterBytes() {
    return adapter == null ? 0 : adapter.sizeInBytes();
  }
}
