package io.mynah.lm.numeric;

import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.Pointer;

/**
 * A constant matrix of bfloat16 in native memory, for {@link PackedProducts}. When closed, it is
 * freed as soon as no product reads it any more. Thread-safe.
 */
public final class PackedMatrix implements AutoCloseable {
  private final int rows;
  private final int columns;
  private final OneDnn.Packed packed;

  /** Products that read the matrix, and one more until it is closed. */
  private final AtomicInteger users = new AtomicInteger(1);

  private boolean closed;

  /**
   * @param exact the matrix, row by row, in single precision; not kept
   */
  PackedMatrix(int rows, int columns, OneDnn.Packing packing, Pointer exact) {
    this.rows = rows;
    this.columns = columns;
    // A product reads it as the second factor: columns × rows.
    packed =
        new OneDnn.Packed(new OneDnn.Matrix(rows, columns, false, exact).transposed(), packing);
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  OneDnn.Packed packed() {
    return packed;
  }

  /** Keeps the memory until {@link #release}; returns whether it is still there. */
  boolean acquire() {
    return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  void release() {
    if (users.decrementAndGet() == 0) {
      packed.close();
    }
  }

  /** Frees the memory. Idempotent. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }
}
