package io.mynah.vault;

/** A key that other keys are kept under. Thread-safe. */
public interface WrappingKey {
  /** A new random key. */
  DataKey newKey();

  /**
   * Seals a key, so that it can be kept.
   *
   * @param key one that a key of this kind made
   * @param place where it is kept; it opens there alone
   */
  byte[] wrap(DataKey key, String place);

  /**
   * Opens what {@link #wrap} sealed.
   *
   * @throws BrokenSeal if it was sealed by another key or for another place, or was altered
   */
  DataKey unwrap(byte[] wrapped, String place);
}
