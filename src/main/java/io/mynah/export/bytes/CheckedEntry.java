package io.mynah.export.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/** The bytes of a zip entry; reading fails at the end if they differ from what was packed. */
public final class CheckedEntry extends ByteFilter {
  private final CRC32 crc = new CRC32();
  private final long expected;

  public CheckedEntry(InputStream in, long expected) {
    super(in);
    this.expected = expected;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = in.read(target, offset, length);
    if (n > 0) {
      crc.update(target, offset, n);
    } else if (n < 0 && expected >= 0 && crc.getValue() != expected) {
      throw new IOException("damaged entry");
    }
    return n;
  }
}
