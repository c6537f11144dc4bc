package io.mynah.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals a stream with a passphrase: a salt, the number of rounds, a check of the passphrase, then
 * the content in authenticated segments. The key comes from the passphrase by PBKDF2-HMAC-SHA-256
 * (RFC 8018, section 5.2), with the rounds that OWASP's Password Storage Cheat Sheet names (2023).
 * Stateless.
 */
public final class PassphraseSeal {
  /** The fewest characters of a passphrase. */
  public static final int SHORTEST = 12;

  private static final int ROUNDS = 600_000;

  /** A file that asks for more, and so for minutes, is not opened. */
  private static final int MOST_ROUNDS = 10_000_000;

  private static final int SALT_BYTES = 16;
  private static final int CHECK_BYTES = 16;
  private static final int HEAD_BYTES = SALT_BYTES + Integer.BYTES;
  private static final int KEY_BITS = 256;

  private PassphraseSeal() {}

  /** Whether a passphrase is long enough. */
  public static boolean isLongEnough(String passphrase) {
    return passphrase.codePointCount(0, passphrase.length()) >= SHORTEST;
  }

  /**
   * Returns a stream that seals what is written to it. Its output is complete once it is closed,
   * which also closes {@code out}.
   *
   * @param associatedData must be the same when it is opened
   */
  public static OutputStream sealing(OutputStream out, String passphrase, String associatedData)
      throws IOException {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    byte[] head = ByteBuffer.allocate(HEAD_BYTES).put(salt).putInt(ROUNDS).array();
    byte[] derived = derived(passphrase, salt, ROUNDS);
    out.write(head);
    out.write(check(derived));
    try {
      return Primitives.streaming(Primitives.secret(part(derived, "content")))
          .newEncryptingStream(out, associatedData(associatedData, head));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot be sealed", e);
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  /**
   * Returns a stream that opens the output of {@link #sealing}, and returns no unchecked byte. What
   * was altered or cut off causes an {@link IOException} where it is read, at the end at the
   * latest.
   *
   * @throws WrongPassphrase if it is another passphrase, or the beginning was altered
   */
  public static InputStream opening(InputStream in, String passphrase, String associatedData)
      throws IOException, WrongPassphrase {
    byte[] head = read(in, HEAD_BYTES);
    byte[] check = read(in, CHECK_BYTES);
    int rounds = ByteBuffer.wrap(head).getInt(SALT_BYTES);
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new IOException("a number of rounds that is never used");
    }
    byte[] derived = derived(passphrase, Arrays.copyOf(head, SALT_BYTES), rounds);
    try {
      if (!MessageDigest.isEqual(check, check(derived))) {
        throw new WrongPassphrase();
      }
      return Primitives.streaming(Primitives.secret(part(derived, "content")))
          .newDecryptingStream(in, associatedData(associatedData, head));
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot be opened", e);
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  private static byte[] read(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("it ends at its beginning");
    }
    return bytes;
  }

  private static byte[] associatedData(String given, byte[] head) {
    return (given + " " + HexFormat.of().formatHex(head)).getBytes(UTF_8);
  }

  private static byte[] derived(String passphrase, byte[] salt, int rounds) {
    // The same letters may be typed as different code points on different devices.
    char[] characters = Normalizer.normalize(passphrase, Normalizer.Form.NFKC).toCharArray();
    PBEKeySpec spec = new PBEKeySpec(characters, salt, rounds, KEY_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("PBKDF2 cannot be used", e);
    } finally {
      spec.clearPassword();
      Arrays.fill(characters, '\0');
    }
  }

  private static byte[] check(byte[] derived) {
    return Arrays.copyOf(part(derived, "check"), CHECK_BYTES);
  }

  /** A key of its own for one use. */
  private static byte[] part(byte[] derived, String use) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(derived, mac.getAlgorithm()));
      return mac.doFinal(use.getBytes(US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC cannot be used", e);
    }
  }
}
