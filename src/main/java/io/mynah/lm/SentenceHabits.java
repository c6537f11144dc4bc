package io.mynah.lm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/**
 * How a person's messages begin and end. A model that knows the language from elsewhere would write
 * sentences for somebody who never does. Immutable.
 *
 * @param capitals of the messages that begin with a capital or a small letter, the share of those
 *     that begin with a capital and go on with a small letter
 * @param smalls of the same messages, the share of those that begin with a small letter
 * @param stops of all messages, the share of those that end with a full stop
 */
public record SentenceHabits(double capitals, double smalls, double stops) {
  /** Of whom nothing is known: nothing is unlike them. */
  public static final SentenceHabits UNKNOWN = new SentenceHabits(1, 1, 1);

  /** Fewer messages than this share are unlike a person. */
  private static final double SELDOM = 0.03;

  /** From so many messages, what is seldom can be told. */
  private static final int FEWEST = 50;

  /** Full stops: Latin, Chinese and Japanese, Devanagari, Urdu, Armenian, Burmese, Ethiopic. */
  private static final String STOPS = ".．。｡।۔։။።";

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

  /** The habits of somebody who wrote some texts; where there are few, nothing is unlike them. */
  public static SentenceHabits of(List<String> texts) {
    List<String> cased = texts.stream().filter(SentenceHabits::beginsWithCase).toList();
    return new SentenceHabits(
        share(cased, SentenceHabits::hasCapital),
        share(cased, SentenceHabits::isSmall),
        share(texts, SentenceHabits::hasStop));
  }

  private static double share(List<String> texts, Predicate<String> some) {
    return texts.size() < FEWEST ? 1 : (double) texts.stream().filter(some).count() / texts.size();
  }

  /** Whether a message begins or ends as the person's seldom do. */
  public boolean differs(String text) {
    return (capitals < SELDOM && hasCapital(text))
        || (smalls < SELDOM && isSmall(text))
        || (stops < SELDOM && hasStop(text));
  }

  private static boolean beginsWithCase(String text) {
    return isSmall(text) || isCapital(text);
  }

  /** Whether a text begins with a capital, and the next letter is a small one. */
  private static boolean hasCapital(String text) {
    return isCapital(text)
        && text.codePoints()
            .skip(1)
            .filter(Character::isLetter)
            .limit(1)
            .anyMatch(Character::isLowerCase);
  }

  private static boolean isCapital(String text) {
    return !text.isEmpty() && Character.isUpperCase(text.codePointAt(0));
  }

  private static boolean isSmall(String text) {
    return !text.isEmpty() && Character.isLowerCase(text.codePointAt(0));
  }

  /** Whether a text ends with one full stop. */
  private static boolean hasStop(String text) {
    int length = text.length();
    return length > 1 && isStop(text.charAt(length - 1)) && !isStop(text.charAt(length - 2));
  }

  private static boolean isStop(char each) {
    return STOPS.indexOf(each) >= 0;
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
