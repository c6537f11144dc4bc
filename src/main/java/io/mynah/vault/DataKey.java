package io.mynah.vault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * A key for authenticated encryption of data. Opening detects data that was altered or moved to
 * another place: the associated data is not stored with the sealed data, and must be the same at
 * sealing and opening. Thread-safe.
 */
public interface DataKey extends WrappingKey {
  /** Seals bytes; the result differs each time. */
  byte[] seal(byte[] plain, String associatedData);

  /**
   * Opens what {@link #seal} sealed.
   *
   * @throws BrokenSeal if it was altered, or sealed with another key or other associated data
   */
  byte[] open(byte[] sealed, String associatedData);

  /**
   * Seals bytes deterministically, so that they can be looked up: equal bytes give equal results.
   */
  byte[] sealDeterministic(byte[] plain, String associatedData);

  /**
   * Opens what {@link #sealDeterministic} sealed.
   *
   * @throws BrokenSeal if it was altered, or sealed with another key or other associated data
   */
  byte[] openDeterministic(byte[] sealed, String associatedData);

  /** Writes the content to be sealed. */
  @FunctionalInterface
  interface Content {
    /**
     * Writes all of it.
     *
     * @param out left open
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Seals all that {@code content} writes, as {@link #sealing} does, but leaves {@code out} open.
   * If writing fails, the data in {@code out} cannot be opened to its end.
   */
  default void seal(OutputStream out, String associatedData, Content content) throws IOException {
    OutputStream sealing = sealing(new NonClosingOutputStream(out), associatedData);
    content.writeTo(sealing);
    sealing.close(); // writes the last segment
  }

  /**
   * Returns a stream that seals what is written to it. Its output is complete once it is closed,
   * which also closes {@code out}.
   */
  OutputStream sealing(OutputStream out, String associatedData) throws IOException;

  /**
   * Returns a stream that opens the output of {@link #sealing} segment by segment, and returns no
   * unchecked byte. Altered, truncated or otherwise sealed data causes an {@link IOException} where
   * it is read, at the end at the latest.
   */
  InputStream opening(InputStream in, String associatedData) throws IOException;

  /** The same with random access. The size of the result is that of the plain data. */
  SeekableByteChannel opening(SeekableByteChannel in, String associatedData) throws IOException;

  /** {@link #seal(byte[], String)} of a text. */
  default byte[] seal(String text, String associatedData) {
    return seal(text.getBytes(StandardCharsets.UTF_8), associatedData);
  }

  /** {@link #open} of a text. */
  default String openText(byte[] sealed, String associatedData) {
    return new String(open(sealed, associatedData), StandardCharsets.UTF_8);
  }

  /** {@link #sealDeterministic(byte[], String)} of a text. */
  default byte[] sealDeterministic(String text, String associatedData) {
    return sealDeterministic(text.getBytes(StandardCharsets.UTF_8), associatedData);
  }

  /** {@link #openDeterministic} of a text. */
  default String openTextDeterministic(byte[] sealed, String associatedData) {
    return new String(openDeterministic(sealed, associatedData), StandardCharsets.UTF_8);
  }
}
