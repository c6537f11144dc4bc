package io.mynah.store.keys;

import io.mynah.vault.BrokenSeal;
import io.mynah.vault.DataKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;

/**
 * The key of a chat while what another one sealed is being sealed with it: values are opened by
 * either and sealed with the new one; files are its own alone. Thread-safe.
 */
final class ChatKey implements DataKey {
  private final DataKey current;
  private final DataKey former;

  ChatKey(DataKey current, DataKey former) {
    this.current = current;
    this.former = former;
  }

  @Override
  public byte[] seal(byte[] plain, String place) {
    return current.seal(plain, place);
  }

  @Override
  public byte[] open(byte[] sealed, String place) {
    try {
      return current.open(sealed, place);
    } catch (BrokenSeal byFormer) {
      return former.open(sealed, place);
    }
  }

  @Override
  public byte[] sealAlike(byte[] plain, String place) {
    return current.sealAlike(plain, place);
  }

  @Override
  public byte[] openAlike(byte[] sealed, String place) {
    return current.openAlike(sealed, place);
  }

  @Override
  public OutputStream sealing(OutputStream out, String place) throws IOException {
    return current.sealing(out, place);
  }

  @Override
  public InputStream opening(InputStream in, String place) throws IOException {
    return current.opening(in, place);
  }

  @Override
  public SeekableByteChannel opening(SeekableByteChannel in, String place) throws IOException {
    return current.opening(in, place);
  }

  @Override
  public DataKey newKey() {
    return current.newKey();
  }

  @Override
  public byte[] wrap(DataKey key, String place) {
    return current.wrap(key, place);
  }

  @Override
  public DataKey unwrap(byte[] wrapped, String place) {
    return current.unwrap(wrapped, place);
  }
}
