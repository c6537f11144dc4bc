package io.mynah.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.util.SecretBytes;
import java.util.Base64;

/** The key that wraps all others: 32 random bytes, written as Base64. Thread-safe. */
public final class MasterKey implements WrappingKey {
  /** The text form of a key, in words. */
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

  /** Parses a key as {@link #text()} writes it, ignoring white space around it. */
  public static MasterKey parse(String text) throws MalformedMasterKey {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      throw new MalformedMasterKey();
    }
    if (decoded.length != BYTES) {
      throw new MalformedMasterKey();
    }
    return new MasterKey(Primitives.secret(decoded));
  }

  /** The secret key as text. It can open everything. */
  public String text() {
    return Base64.getEncoder().encodeToString(Primitives.bytes(bytes));
  }

  @Override
  public DataKey newKey() {
    return TinkKey.random();
  }

  @Override
  public byte[] wrap(DataKey key, String associatedData) {
    return TinkKey.wrap(key, aead, associatedData);
  }

  @Override
  public DataKey unwrap(byte[] wrapped, String associatedData) {
    return TinkKey.unwrap(wrapped, aead, associatedData);
  }

  /** Omits the key, which must not reach a log. */
  @Override
  public String toString() {
    return "MasterKey";
  }
}
