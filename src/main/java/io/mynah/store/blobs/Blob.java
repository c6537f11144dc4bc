package io.mynah.store.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/**
 * One version of what was stored under a name. It stays the same until it is deleted. Thread-safe.
 */
public final class Blob {
  private final BlobContents contents;
  private final String version;
  private final long size;

  Blob(BlobContents contents, String version, long size) {
    this.contents = contents;
    this.version = version;
    this.size = size;
  }

  /** What no other version of any blob has. */
  public String version() {
    return version;
  }

  /** Its size in bytes. */
  public long size() {
    return size;
  }

  /**
   * Opens it. An interrupt of the thread does not close the stream.
   *
   * @throws java.nio.file.NoSuchFileException if it was deleted
   * @throws IOException when it ends too early; only that says something about what is stored
   * @throws java.io.UncheckedIOException when it cannot be read now
   */
  public InputStream stream() throws IOException {
    return contents.stream(version, size);
  }

  /** The same with random access; an interrupt of the thread may close it. */
  public SeekableByteChannel channel() throws IOException {
    return contents.channel(version, size);
  }
}
