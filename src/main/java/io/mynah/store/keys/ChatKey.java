package io.mynah.store.keys;

import io.mynah.vault.BrokenSeal;
import io.mynah.vault.DataKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;

/**
 * The key of a chat during a key replacement. It opens values with the new key or the former one,
 * and seals with the new one. Files use the new key only. Thread-safe.
 */
final class ChatKey implements DataKey {
  private final DataKey current;
  private final DataKey former;

  ChatKey(DataKey current, DataKey former) {
    this.current = current;
    this.former = former;
  }

  @Override
  public byte[] seal(byte[] plain, String associatedData) {
    return current.seal(plain, associatedData);
  }

  @Override
  public byte[] open(byte[] sealed, String associatedData) {
    try {
      return current.open(sealed, associatedData);
    } catch (BrokenSeal sealedByFormer) {
      return former.open(sealed, associatedData);
    }
  }

  @Override
  public byte[] sealDeterministic(byte[] plain, String associatedData) {
    return current.sealDeterministic(plain, associatedData);
  }

  @Override
  public byte[] openDeterministic(byte[] sealed, String associatedData) {
    return current.openDeterministic(sealed, associatedData);
  }

  @Override
  public OutputStream sealing(OutputStream out, String associatedData) throws IOException {
    return current.sealing(out, associatedData);
  }

  @Override
  public InputStream opening(InputStream in, String associatedData) throws IOException {
    return current.opening(in, associatedData);
  }

  @Override
  public SeekableByteChannel opening(SeekableByteChannel in, String associatedData)
      throws IOException {
    return current.opening(in, associatedData);
  }

  @Override
  public DataKey newKey() {
    return current.newKey();
  }

  @Override
  public byte[] wrap(DataKey key, String associatedData) {
    return current.wrap(key, associatedData);
  }

  @Override
  public DataKey unwrap(byte[] wrapped, String associatedData) {
    return current.unwrap(wrapped, associatedData);
  }
}
