package io.mynah.lm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * How a person's messages look at their edges. A model that knows the language from elsewhere would
 * write sentences for somebody who never does. Immutable.
 *
 * @param capitals the share of messages that begin with a capital and go on in small letters
 * @param smalls the share of those that begin with a small letter
 * @param stops the share of those that end with a full stop
 */
public record SentenceHabits(double capitals, double smalls, double stops) {
  /** Of whom nothing is known: nothing is unlike them. */
  public static final SentenceHabits UNKNOWN = new SentenceHabits(1, 1, 1);

  /** Fewer messages than this share are unlike a person. */
  private static final double SELDOM = 0.03;

  /**
   * @throws IllegalArgumentException when a share is none
   */
  public SentenceHabits {
    if (!isShare(capitals) || !isShare(smalls) || !isShare(stops)) {
      throw new IllegalArgumentException("shares of " + capitals + ", " + smalls + ", " + stops);
    }
  }

  private static boolean isShare(double number) {
    return number >= 0 && number <= 1;
  }

  /** The habits of somebody who wrote some texts; unknown without any. */
  public static SentenceHabits of(List<String> texts) {
    if (texts.isEmpty()) {
      return UNKNOWN;
    }
    double all = texts.size();
    return new SentenceHabits(
        texts.stream().filter(SentenceHabits::hasCapital).count() / all,
        texts.stream().filter(SentenceHabits::isSmall).count() / all,
        texts.stream().filter(SentenceHabits::hasStop).count() / all);
  }

  /** Whether a message begins or ends as the person's seldom do. */
  public boolean differs(String text) {
    return (capitals < SELDOM && hasCapital(text))
        || (smalls < SELDOM && isSmall(text))
        || (stops < SELDOM && hasStop(text));
  }

  private static boolean hasCapital(String text) {
    return !text.isEmpty()
        && Character.isUpperCase(text.codePointAt(0))
        && !isUpperCase(text, text.offsetByCodePoints(0, 1));
  }

  private static boolean isSmall(String text) {
    return !text.isEmpty() && Character.isLowerCase(text.codePointAt(0));
  }

  private static boolean isUpperCase(String text, int at) {
    return at < text.length() && Character.isUpperCase(text.codePointAt(at));
  }

  /** Whether a text ends with one full stop, of any script. */
  private static boolean hasStop(String text) {
    int length = text.length();
    return length > 1 && isStop(text.charAt(length - 1)) && !isStop(text.charAt(length - 2));
  }

  private static boolean isStop(char each) {
    return each == '.' || each == '。' || each == '।' || each == '۔';
  }

  public void write(DataOutputStream out) throws IOException {
    out.writeDouble(capitals);
    out.writeDouble(smalls);
    out.writeDouble(stops);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when the bytes are no habits
   */
  public static SentenceHabits read(DataInputStream in) throws IOException {
    return new SentenceHabits(in.readDouble(), in.readDouble(), in.readDouble());
  }
}
