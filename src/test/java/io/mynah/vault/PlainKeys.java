package io.mynah.vault;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys that seal nothing, to see in files what is erased and what is not. What a key is wrapped as
 * is random, and known to this process alone. Thread-safe.
 */
public final class PlainKeys implements WrappingKey {
  private static final Map<String, DataKey> WRAPPED = new ConcurrentHashMap<>();
  private static final SecureRandom RANDOM = new SecureRandom();

  @Override
  public DataKey newKey() {
    return new PlainKey();
  }

  @Override
  public byte[] wrap(DataKey key, String place) {
    byte[] bytes = new byte[64];
    RANDOM.nextBytes(bytes);
    WRAPPED.put(HexFormat.of().formatHex(bytes) + place, key);
    return bytes;
  }

  @Override
  public DataKey unwrap(byte[] wrapped, String place) {
    DataKey key = WRAPPED.get(HexFormat.of().formatHex(wrapped) + place);
    if (key == null) {
      throw new BrokenSeal("no such key");
    }
    return key;
  }

  private static final class PlainKey implements DataKey {
    private final PlainKeys keys = new PlainKeys();

    @Override
    public DataKey newKey() {
      return keys.newKey();
    }

    @Override
    public byte[] wrap(DataKey key, String place) {
      return keys.wrap(key, place);
    }

    @Override
    public DataKey unwrap(byte[] wrapped, String place) {
      return keys.unwrap(wrapped, place);
    }

    @Override
    public byte[] seal(byte[] plain, String place) {
      return plain;
    }

    @Override
    public byte[] open(byte[] stored, String place) {
      return stored;
    }

    @Override
    public byte[] sealDeterministic(byte[] plain, String place) {
      return plain;
    }

    @Override
    public byte[] openDeterministic(byte[] stored, String place) {
      return stored;
    }

    @Override
    public OutputStream sealing(OutputStream out, String place) {
      return out;
    }

    @Override
    public InputStream opening(InputStream in, String place) {
      return in;
    }

    @Override
    public SeekableByteChannel opening(SeekableByteChannel in, String place) {
      return in;
    }
  }
}
