package io.mynah.store.keys;

import io.mynah.vault.DataKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;

/** A key that does everything as another key does, unless a subclass says otherwise. */
abstract class ForwardingKey implements DataKey {
  private final DataKey key;

  ForwardingKey(DataKey key) {
    this.key = key;
  }

  @Override
  public byte[] seal(byte[] plain, String associatedData) {
    return key.seal(plain, associatedData);
  }

  @Override
  public byte[] open(byte[] sealed, String associatedData) {
    return key.open(sealed, associatedData);
  }

  @Override
  public byte[] sealDeterministic(byte[] plain, String associatedData) {
    return key.sealDeterministic(plain, associatedData);
  }

  @Override
  public byte[] openDeterministic(byte[] sealed, String associatedData) {
    return key.openDeterministic(sealed, associatedData);
  }

  @Override
  public OutputStream sealing(OutputStream out, String associatedData) throws IOException {
    return key.sealing(out, associatedData);
  }

  @Override
  public InputStream opening(InputStream in, String associatedData) throws IOException {
    return key.opening(in, associatedData);
  }

  @Override
  public SeekableByteChannel opening(SeekableByteChannel in, String associatedData)
      throws IOException {
    return key.opening(in, associatedData);
  }

  @Override
  public DataKey newKey() {
    return key.newKey();
  }

  @Override
  public byte[] wrap(DataKey other, String associatedData) {
    return key.wrap(other, associatedData);
  }

  @Override
  public DataKey unwrap(byte[] wrapped, String associatedData) {
    return key.unwrap(wrapped, associatedData);
  }
}
