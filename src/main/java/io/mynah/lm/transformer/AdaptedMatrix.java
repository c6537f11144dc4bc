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

    private void close() {
      down.close();
      up.close();
    }
  }

  /** Memory held by the adapter, in bytes. */
  long adapterBytes() {
    return adapter == null ? 0 : adapter.sizeInBytes();
  }

  /** Frees native memory of the adapter, if any; it can still be used, but slower. */
  void closeAdapter() {
    if (adapter != null) {
      adapter.close();
    }
  }
}
