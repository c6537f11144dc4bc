package io.mynah.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds and masks what a model must not learn from a chat, because anyone who talks to the model
 * could be told it: numbers of telephones, cards and accounts, addresses of mail and of wallets,
 * keys and tokens, passwords and codes that are announced as such. What is only implied is not
 * found. Thread-safe.
 */
public final class Secrets {
  /**
   * Replaces a secret. It is a private-use character and so has no meaning; models never generate
   * such characters.
   */
  public static final char PLACEHOLDER = '\uE000';

  /** Finders that ignore links, since links are judged as a whole. */
  private static final List<SecretFinder> OUTSIDE_OF_LINKS = List.of(new TokenFinder());

  /**
   * The same, but only for texts with digits: few messages have any, and these finders are the
   * slowest.
   */
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
    OUTSIDE_OF_LINKS.forEach(finder -> found.addAll(finder.find(rest)));
    if (PatternMatches.anyDigit(rest)) {
      WITH_DIGITS.forEach(finder -> found.addAll(finder.find(rest)));
    }
    ANYWHERE.forEach(finder -> found.addAll(finder.find(text)));
    found.sort(Comparator.comparingInt(SecretSpan::from));
    return found;
  }
}
