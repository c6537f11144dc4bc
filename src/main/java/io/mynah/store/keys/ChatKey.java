package io.mynah.store.keys;

import io.mynah.vault.BrokenSeal;
import io.mynah.vault.DataKey;

/**
 * The key of a chat during a key replacement. It opens values with the new key or the former one,
 * and seals with the new one. What can be looked up, and files, use the new key only. Thread-safe.
 */
final class ChatKey extends ForwardingKey {
  private final DataKey former;

  ChatKey(DataKey current, DataKey former) {
    super(current);
    this.former = former;
  }

  @Override
  public byte[] open(byte[] sealed, String associatedData) {
    try {
      return super.open(sealed, associatedData);
    } catch (BrokenSeal sealedByFormer) {
      return former.open(sealed, associatedData);
    }
  }
}
