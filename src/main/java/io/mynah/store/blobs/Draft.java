package io.mynah.store.blobs;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A blob that is being written and has no name yet. Close it; what was not published is deleted by
 * that. For one thread.
 */
public final class Draft implements AutoCloseable {
  /** Counts the bytes that it passes on. */
  private static final class Counter extends FilterOutputStream {
    private long count;

    Counter(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int oneByte) throws IOException {
      out.write(oneByte);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }
  }

  private final String version;
  private final Counter out;
  private final Runnable discard;
  private boolean closed;

  Draft(String version, OutputStream out, Runnable discard) {
    this.version = version;
    this.out = new Counter(out);
    this.discard = discard;
  }

  /** Takes its bytes. It need not be closed before the draft is published, but may be. */
  public OutputStream out() {
    return out;
  }

  String version() {
    return version;
  }

  /** Ends the writing. Returns the number of bytes. */
  long complete() throws IOException {
    out.close();
    return out.count;
  }

  /** It has a name now: closing it deletes nothing. */
  void published() {
    closed = true;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      out.close();
    } catch (IOException | RuntimeException e) {
      // It is deleted anyway.
    }
    discard.run();
  }
}
