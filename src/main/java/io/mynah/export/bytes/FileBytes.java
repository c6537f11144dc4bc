package io.mynah.export.bytes;

import io.mynah.export.ExportSource;
import io.mynah.export.Refusal.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * The bytes of a file, counted in the {@link ReadingBudget}. A disk fault becomes {@link
 * Reason#IO}, so every other {@link IOException} further up means damaged content.
 */
public final class FileBytes extends InputStream implements SeekableByteChannel {
  private final SeekableByteChannel channel;
  private final ReadingBudget budget;
  private long count;
  private long allowance;

  private FileBytes(SeekableByteChannel channel, ReadingBudget budget) {
    this.channel = channel;
    this.budget = budget;
    this.allowance = budget.limits().fileBytes();
  }

  public static FileBytes open(ExportSource file, ReadingBudget budget) throws RefusedException {
    try {
      return new FileBytes(file.open(), budget);
    } catch (IOException e) {
      throw RefusedException.of(Reason.IO);
    }
  }

  /** How many bytes were read. */
  public long count() {
    return count;
  }

  /** Allows at most this many bytes to be read from here on. */
  public void allow(long bytes) {
    allowance = bytes;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int n;
    try {
      n = channel.read(target);
    } catch (IOException e) {
      throw RefusedException.of(Reason.IO);
    }
    if (n > 0) {
      count += n;
      allowance -= n;
      if (allowance < 0) {
        throw RefusedException.limit(Reason.FILE_TOO_LARGE, budget.limits().fileBytes());
      }
      budget.read(n);
    }
    return n;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return length == 0 ? 0 : read(ByteBuffer.wrap(target, offset, length));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public SeekableByteChannel position(long position) throws IOException {
    channel.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public int write(ByteBuffer source) {
    throw new UnsupportedOperationException("read only");
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new UnsupportedOperationException("read only");
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
