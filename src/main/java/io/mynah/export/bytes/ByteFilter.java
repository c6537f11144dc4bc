package io.mynah.export.bytes;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream of the bytes of another one, all of which pass through one method. */
public abstract class ByteFilter extends FilterInputStream {
  protected ByteFilter(InputStream in) {
    super(in);
  }

  @Override
  public abstract int read(byte[] target, int offset, int length) throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public final boolean markSupported() {
    return false;
  }
}
