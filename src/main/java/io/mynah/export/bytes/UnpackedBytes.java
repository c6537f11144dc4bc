package io.mynah.export.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Unpacked bytes, counted in the {@link ReadingBudget}. */
public final class UnpackedBytes extends ByteFilter {
  private final ReadingBudget budget;
  private final LongSupplier packed;
  private long count;

  /**
   * @param packed how many packed bytes were read so far
   */
  public UnpackedBytes(InputStream in, ReadingBudget budget, LongSupplier packed) {
    super(in);
    this.budget = budget;
    this.packed = packed;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n;
    try {
      n = in.read(target, offset, length);
    } catch (RuntimeException e) {
      // Damaged data can make unpackers throw exceptions they do not declare.
      throw new IOException("damaged data", e);
    }
    if (n > 0) {
      count += n;
      budget.unpacked(n, count, packed.getAsLong());
    }
    return n;
  }
}
