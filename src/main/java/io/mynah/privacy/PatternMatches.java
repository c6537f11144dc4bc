package io.mynah.privacy;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds the matches of a pattern in a text, and counts digits. */
final class PatternMatches {
  private PatternMatches() {}

  /** All matches of a pattern that the predicate accepts as secret. */
  static List<SecretSpan> of(Pattern pattern, String text, Predicate<MatchResult> secret) {
    return pattern
        .matcher(text)
        .results()
        .filter(secret)
        .map(match -> new SecretSpan(match.start(), match.end()))
        .toList();
  }

  /** Whether {@link #digits} is above 0. */
  static boolean anyDigit(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isDigit(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** How many digits a text has, in any script. */
  static int digits(String text) {
    return (int) text.chars().filter(Character::isDigit).count();
  }
}
