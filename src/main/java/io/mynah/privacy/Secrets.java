package io.mynah.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What must not be learned from a chat, as whoever talks to a model could be told it: numbers of
 * telephones, cards and accounts, addresses of mail and of wallets, keys and tokens, passwords and
 * codes that are introduced as such. What is only said between the lines is not found. Thread-safe.
 */
public final class Secrets {
  /**
   * Stands for a secret. It is for private use and so means nothing to anyone; models never give
   * characters of its kind.
   */
  public static final char PLACEHOLDER = '\uE000';

  /** What has no business in links, which are judged as a whole. */
  private static final List<SecretFinder> OUTSIDE_OF_LINKS = List.of(new TokenFinder());

  /** The same, of what has digits in it: few messages have, and these take the longest. */
  private static final List<SecretFinder> WITH_DIGITS =
      List.of(new NumberFinder(), new PhoneFinder());

  private static final List<SecretFinder> ANYWHERE =
      List.of(new AddressFinder(), new AnnouncedSecretFinder());

  private Secrets() {}

  /** The text with a {@link #PLACEHOLDER} for each secret. */
  public static String masked(String text) {
    List<SecretSpan> found = find(text);
    if (found.isEmpty()) {
      return text;
    }
    StringBuilder masked = new StringBuilder(text.length());
    int at = 0;
    for (SecretSpan span : found) {
      if (span.to() <= at) {
        continue;
      }
      if (span.from() >= at) {
        masked.append(text, at, span.from()).append(PLACEHOLDER);
      }
      at = span.to();
    }
    return masked.append(text, at, text.length()).toString();
  }

  /** Whether there is a secret in a text. */
  public static boolean anyIn(String text) {
    return !find(text).isEmpty();
  }

  private static List<SecretSpan> find(String text) {
    List<SecretSpan> found = new ArrayList<>();
    String rest = AddressFinder.without(text);
    OUTSIDE_OF_LINKS.forEach(finder -> found.addAll(finder.in(rest)));
    if (PatternMatches.anyDigit(rest)) {
      WITH_DIGITS.forEach(finder -> found.addAll(finder.in(rest)));
    }
    ANYWHERE.forEach(finder -> found.addAll(finder.in(text)));
    found.sort(Comparator.comparingInt(SecretSpan::from));
    return found;
  }
}
