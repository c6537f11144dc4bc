package io.mynah.export.bytes;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Unpacks gzipped bytes, counting both sides for the ratio. */
public final class GzipBytes extends ByteFilter {
  private static final int BLOCK = 1 << 16;

  private long count;

  private GzipBytes(InputStream packed) {
    super(packed);
  }

  public static InputStream open(ByteSource packed, ReadingBudget budget) throws IOException {
    GzipBytes counted = new GzipBytes(packed.open());
    try {
      GZIPInputStream unzipped =
          new GZIPInputStream(new BufferedInputStream(counted, BLOCK), BLOCK);
      return new UnpackedBytes(unzipped, budget, () -> counted.count);
    } catch (IOException e) {
      counted.close();
      throw e;
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = in.read(target, offset, length);
    count += Math.max(0, n);
    return n;
  }
}
