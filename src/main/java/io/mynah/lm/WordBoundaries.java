package io.mynah.lm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells where words begin and end while a message is drawn token by token. A word is a run of
 * letters and digits. Text in scripts without blanks between words has no words here, and neither
 * have emoji. Thread-safe.
 */
public final class WordBoundaries {
  private static final Set<UnicodeScript> WITHOUT_BLANKS =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.YI,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR,
          UnicodeScript.TIBETAN,
          UnicodeScript.JAVANESE,
          UnicodeScript.BALINESE);

  /** Number of words from which a message is long enough to be recognised as a certain person's. */
  public static final int MANY = 4;

  private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  private WordBoundaries() {}

  /** Whether a text has {@link #MANY} words, an ideograph counting as one and an address as one. */
  public static boolean hasMany(String text) {
    long ideographs = text.codePoints().filter(Character::isIdeographic).count();
    return ideographs + BLANKS.split(text.strip()).length >= MANY;
  }

  /**
   * Whether a token cannot continue the word before it.
   *
   * @param piece the token's bytes, possibly parts of characters
   */
  public static boolean begins(byte[] piece) {
    int first = piece[0] & 0xFF;
    if (first < 0x80) {
      return !Character.isLetterOrDigit(first);
    }
    int length = first < 0xC0 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 0) {
      return false; // the rest of a character
    }
    return piece.length < length
        ? first == 0xE2 || first == 0xF0 // almost always signs and emoji
        : !isOfWord(new String(piece, 0, length, UTF_8).codePointAt(0));
  }

  /** Whether a text has a letter or digit, and nothing in a script without blanks. */
  public static boolean anyIn(String text) {
    return text.codePoints().anyMatch(Character::isLetterOrDigit) && isSpelt(text);
  }

  /** Whether a text has nothing in a script without blanks between words. */
  private static boolean isSpelt(String text) {
    return text.codePoints().noneMatch(point -> WITHOUT_BLANKS.contains(UnicodeScript.of(point)));
  }

  private static boolean isOfWord(int point) {
    int type = Character.getType(point);
    return Character.isLetterOrDigit(point)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }
}
