package io.mynah.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.util.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * A data key that seals with Tink. It has 128 random bytes: 32 for values, 64 for values to be
 * looked up, 32 for files.
 */
final class TinkKey implements DataKey {
  private static final byte VERSION = 1;
  private static final int VALUES = 32;
  private static final int ALIKE = 64;
  private static final int FILES = 32;
  private static final int BYTES = VALUES + ALIKE + FILES;

  /**
   * Prefix of the associated data of wrapped keys, so that it never equals that of a sealed value.
   */
  private static final String WRAPPED = "key ";

  private final SecretBytes bytes;
  private final Aead values;
  private final DeterministicAead deterministic;
  private final StreamingAead files;

  private TinkKey(SecretBytes secret) {
    bytes = secret;
    byte[] all = Primitives.bytes(secret);
    values = Primitives.aead(Primitives.secret(Arrays.copyOf(all, VALUES)));
    deterministic =
        Primitives.deterministic(
            Primitives.secret(Arrays.copyOfRange(all, VALUES, VALUES + ALIKE)));
    files = Primitives.streaming(Primitives.secret(Arrays.copyOfRange(all, BYTES - FILES, BYTES)));
    Arrays.fill(all, (byte) 0);
  }

  static TinkKey random() {
    return new TinkKey(SecretBytes.randomBytes(BYTES));
  }

  static byte[] wrap(DataKey key, Aead by, String associatedData) {
    if (!(key instanceof TinkKey tink)) {
      throw new IllegalArgumentException("a key of another kind");
    }
    byte[] plain = new byte[1 + BYTES];
    plain[0] = VERSION;
    System.arraycopy(Primitives.bytes(tink.bytes), 0, plain, 1, BYTES);
    return seal(plain, by, WRAPPED + associatedData);
  }

  static TinkKey unwrap(byte[] wrapped, Aead by, String associatedData) {
    byte[] plain = open(wrapped, by, WRAPPED + associatedData);
    if (plain.length != 1 + BYTES || plain[0] != VERSION) {
      throw new BrokenSeal("a key of a form that is not known here");
    }
    return new TinkKey(Primitives.secret(Arrays.copyOfRange(plain, 1, plain.length)));
  }

  private static byte[] seal(byte[] plain, Aead by, String associatedData) {
    try {
      return by.encrypt(plain, associatedData.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot be sealed", e);
    }
  }

  private static byte[] open(byte[] sealed, Aead by, String associatedData) {
    try {
      return by.decrypt(sealed, associatedData.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new BrokenSeal("sealed by another key or for another place, or altered");
    }
  }

  @Override
  public DataKey newKey() {
    return random();
  }

  @Override
  public byte[] wrap(DataKey key, String associatedData) {
    return wrap(key, values, associatedData);
  }

  @Override
  public DataKey unwrap(byte[] wrapped, String associatedData) {
    return unwrap(wrapped, values, associatedData);
  }

  @Override
  public byte[] seal(byte[] plain, String associatedData) {
    return seal(plain, values, associatedData);
  }

  @Override
  public byte[] open(byte[] sealed, String associatedData) {
    return open(sealed, values, associatedData);
  }

  @Override
  public byte[] sealDeterministic(byte[] plain, String associatedData) {
    try {
      return deterministic.encryptDeterministically(plain, associatedData.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot be sealed", e);
    }
  }

  @Override
  public byte[] openDeterministic(byte[] sealed, String associatedData) {
    try {
      return deterministic.decryptDeterministically(sealed, associatedData.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new BrokenSeal("sealed by another key or for another place, or altered");
    }
  }

  @Override
  public OutputStream sealing(OutputStream out, String associatedData) throws IOException {
    try {
      return files.newEncryptingStream(out, associatedData.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot be sealed", e);
    }
  }

  @Override
  public InputStream opening(InputStream in, String associatedData) throws IOException {
    try {
      return files.newDecryptingStream(in, associatedData.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot be opened", e);
    }
  }

  @Override
  public SeekableByteChannel opening(SeekableByteChannel in, String associatedData)
      throws IOException {
    try {
      SeekableByteChannel opened =
          files.newSeekableDecryptingChannel(in, associatedData.getBytes(UTF_8));
      // The channel knows its size only after a read.
      int unused = opened.read(ByteBuffer.allocate(1));
      return opened.position(0);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot be opened", e);
    }
  }

  /** Omits the key, which must not reach a log. */
  @Override
  public String toString() {
    return "DataKey";
  }
}
