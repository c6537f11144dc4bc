package io.mynah.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.util.SecretBytes;
import java.util.Base64;

/**
 * The key that all others are kept under: 32 random bytes, in Base64 where it is written down.
 * Thread-safe.
 */
public final class MasterKey implements WrappingKey {
  /** What a key looks like where it is written down. */
  public static final String FORM = "32 random bytes in Base64, 44 characters";

  private static final int BYTES = 32;

  private final SecretBytes bytes;
  private final Aead aead;

  private MasterKey(SecretBytes bytes) {
    this.bytes = bytes;
    aead = Primitives.aead(bytes);
  }

  public static MasterKey random() {
    return new MasterKey(SecretBytes.randomBytes(BYTES));
  }

  /** Reads a key as {@link #text()} writes it; white space around it does not matter. */
  public static MasterKey parse(String text) throws BadMasterKey {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      throw new BadMasterKey();
    }
    if (decoded.length != BYTES) {
      throw new BadMasterKey();
    }
    return new MasterKey(Primitives.secret(decoded));
  }

  /** The key itself; who has it can open everything. */
  public String text() {
    return Base64.getEncoder().encodeToString(Primitives.bytes(bytes));
  }

  @Override
  public DataKey newKey() {
    return TinkKey.random();
  }

  @Override
  public byte[] wrap(DataKey key, String place) {
    return TinkKey.wrap(key, aead, place);
  }

  @Override
  public DataKey unwrap(byte[] wrapped, String place) {
    return TinkKey.unwrap(wrapped, aead, place);
  }

  /** Without the key, which must not reach a log. */
  @Override
  public String toString() {
    return "MasterKey";
  }
}
