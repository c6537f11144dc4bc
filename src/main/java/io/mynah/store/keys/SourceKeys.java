package io.mynah.store.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest that takes the place of a chat's source key when the key bears a forgotten person's
 * name, so that a later export of the chat is still known as one of the same chat.
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
