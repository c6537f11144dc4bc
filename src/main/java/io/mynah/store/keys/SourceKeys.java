package io.mynah.store.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Computes the digest that replaces a chat's source key when the key contains an erased person's
 * name, so that a later export is still recognised as the same chat.
 */
public final class SourceKeys {
  private SourceKeys() {}

  public static String digest(String sourceKey) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(sourceKey.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
