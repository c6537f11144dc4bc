package io.mynah.vault;

/** A key that wraps other keys. Thread-safe. */
public interface WrappingKey {
  /** A new random key. */
  DataKey newKey();

  /**
   * Seals a key, so that it can be stored.
   *
   * @param key a key made by a key of this kind
   * @param associatedData associated data that identifies where it is stored; needed to unwrap it
   */
  byte[] wrap(DataKey key, String associatedData);

  /**
   * Opens what {@link #wrap} sealed.
   *
   * @throws BrokenSeal if it was altered, or sealed with another key or other associated data
   */
  DataKey unwrap(byte[] wrapped, String associatedData);
}
