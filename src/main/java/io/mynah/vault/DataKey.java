package io.mynah.vault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * A key that seals data: what is sealed cannot be read without the key, and that it was altered or
 * put elsewhere is noticed when it is opened. The place is not part of what is sealed, but must be
 * the same again. Thread-safe.
 */
public interface DataKey extends WrappingKey {
  /** Seals bytes, differently each time. */
  byte[] seal(byte[] plain, String place);

  /**
   * Opens what {@link #seal} sealed.
   *
   * @throws BrokenSeal if it was sealed by another key or for another place, or was altered
   */
  byte[] open(byte[] sealed, String place);

  /** Seals bytes, the same ones always alike, so that they can be looked up. */
  byte[] sealAlike(byte[] plain, String place);

  /**
   * Opens what {@link #sealAlike} sealed.
   *
   * @throws BrokenSeal if it was sealed by another key or for another place, or was altered
   */
  byte[] openAlike(byte[] sealed, String place);

  /** Writes what is to be sealed. */
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
   * If writing fails, what is in {@code out} cannot be opened to its end.
   */
  default void seal(OutputStream out, String place, Content content) throws IOException {
    OutputStream sealing = sealing(new LeftOpen(out), place);
    content.writeTo(sealing);
    sealing.close(); // writes its end
  }

  /**
   * Seals all that is written to the result, which is whole once it is closed; closes {@code out}.
   */
  OutputStream sealing(OutputStream out, String place) throws IOException;

  /**
   * Opens what {@link #sealing} sealed, piece by piece: no byte is handed out that was not checked.
   * What was altered, cut off or sealed otherwise fails with an {@link IOException} when it is come
   * to, at the latest at the end.
   */
  InputStream opening(InputStream in, String place) throws IOException;

  /** The same from any position; the size of the result is that of what was sealed. */
  SeekableByteChannel opening(SeekableByteChannel in, String place) throws IOException;

  /** {@link #seal(byte[], String)} of a text. */
  default byte[] seal(String text, String place) {
    return seal(text.getBytes(StandardCharsets.UTF_8), place);
  }

  /** {@link #open} of a text. */
  default String openText(byte[] sealed, String place) {
    return new String(open(sealed, place), StandardCharsets.UTF_8);
  }

  /** {@link #sealAlike(byte[], String)} of a text. */
  default byte[] sealAlike(String text, String place) {
    return sealAlike(text.getBytes(StandardCharsets.UTF_8), place);
  }

  /** {@link #openAlike} of a text. */
  default String openTextAlike(byte[] sealed, String place) {
    return new String(openAlike(sealed, place), StandardCharsets.UTF_8);
  }
}
