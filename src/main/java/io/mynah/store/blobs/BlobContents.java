package io.mynah.store.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * Where the bytes of blobs are. Content is written once, under a version that no other content ever
 * has, and then read or deleted. Thread-safe.
 */
interface BlobContents {
  /**
   * Begins a content.
   *
   * @return takes its bytes; once it is closed, they survive a crash of the machine, at the latest
   *     when a transaction is committed after that
   */
  OutputStream create(String version) throws IOException;

  /**
   * Opens a content from its beginning. An interrupt of the thread does not close the stream.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws IOException when it ends too early; only that says something about the content
   * @throws java.io.UncheckedIOException when it cannot be read now
   */
  InputStream stream(String version, long size) throws IOException;

  /** The same with random access; an interrupt may close it. */
  SeekableByteChannel channel(String version, long size) throws IOException;

  /** Whether all bytes of a content are there. */
  boolean isWhole(Handle transaction, String version, long size);

  /** Deletes a content in a transaction, if that can undo it. */
  void deleteIn(Handle transaction, String version);

  /** Deletes what {@link #deleteIn} left. Whatever remains is deleted by {@link #tidy}. */
  void delete(String version);

  /**
   * Deletes contents that are not used and not being written.
   *
   * @param used whether a blob has this version
   */
  void tidy(Predicate<String> used) throws IOException;

  /** Whether too little space is left to write anything. */
  boolean isFull();
}
