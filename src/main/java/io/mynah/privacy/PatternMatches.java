package io.mynah.privacy;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Where a pattern occurs. */
final class PatternMatches {
  private PatternMatches() {}

  /** All that the pattern matches and the predicate takes for secret. */
  static List<SecretSpan> of(Pattern pattern, String text, Predicate<MatchResult> secret) {
    return pattern
        .matcher(text)
        .results()
        .filter(secret)
        .map(match -> new SecretSpan(match.start(), match.end()))
        .toList();
  }

  /** Whether {@link #digits} counts any. */
  static boolean anyDigit(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isDigit(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** How many digits there are, of whatever script. */
  static int digits(String text) {
    return (int) text.chars().filter(Character::isDigit).count();
  }
}
