package io.mynah.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds keys, tokens and addresses of wallets: by their prefix, by their form, and because they are
 * long and look random. Thread-safe.
 */
final class TokenFinder implements SecretFinder {
  /** Fewest characters of a token without a known prefix. */
  private static final int SHORTEST = 16;

  private static final int LONG = 32;
  private static final int FEWEST_CHANGES = 3;

  /** Fewest different letters of a token; a laugh has two or three. */
  private static final int FEWEST_LETTERS = 5;

  /** Fewest changes per character; random letters and digits have 0.6, names in programs 0.3. */
  private static final double CHANGE_RATE = 0.38;

  /** The same for runs that also have digits. */
  private static final double CHANGE_RATE_WITH_DIGITS = 0.3;

  private static final Pattern FORMS =
      Pattern.compile(
          "(?<![A-Za-z0-9])(?:"
              + String.join(
                  "|",
                  "\\d{8,10}:[A-Za-z0-9_-]{30,}", // a bot of Telegram
                  "(?:sk|pk|rk|whsec)[-_][A-Za-z0-9_-]{16,}",
                  "gh[pousr]_[A-Za-z0-9]{20,}",
                  "github_pat_[A-Za-z0-9_]{20,}",
                  "gl(?:pat|rt|dt)-[A-Za-z0-9_-]{16,}",
                  "xox[a-z]-[A-Za-z0-9-]{10,}",
                  "(?:hf|npm|pypi|dop_v1|shpat)[_-][A-Za-z0-9_-]{20,}",
                  "(?:AKIA|ASIA|AGPA|AROA|AIDA)[A-Z0-9]{16}",
                  "AIza[A-Za-z0-9_-]{30,}",
                  "ya29\\.[A-Za-z0-9_-]{20,}",
                  "eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{5,}(?:\\.[A-Za-z0-9_-]*)?", // JWT
                  "(?:bc|tb|ltc)1[a-z0-9]{25,87}",
                  "(?:BC|TB|LTC)1[A-Z0-9]{25,87}",
                  "addr1[a-z0-9]{40,}",
                  "0x[0-9a-fA-F]{40,64}")
              + ")(?![A-Za-z0-9])");

  /** UUIDs and licence keys. */
  private static final Pattern GROUPS =
      Pattern.compile(
          "(?<![A-Za-z0-9])(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
              + "|[A-Z0-9]{4,6}(?:-[A-Z0-9]{4,6}){3,7})(?![A-Za-z0-9])");

  private static final Pattern PRIVATE_KEY =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)",
          Pattern.DOTALL);

  private static final Pattern RUN =
      Pattern.compile("(?<![A-Za-z0-9+/=_~-])[A-Za-z0-9+/=_~-]{" + SHORTEST + ",}+");
  private static final Pattern PARTS = Pattern.compile("[^A-Za-z0-9]+");
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]{24,}|[0-9A-F]{24,}");

  @Override
  public List<SecretSpan> find(String text) {
    if (!hasLongRun(text)) {
      return List.of();
    }
    List<SecretSpan> found =
        new ArrayList<>(PatternMatches.of(RUN, text, match -> isRandom(match.group())));
    found.addAll(PatternMatches.of(FORMS, text, match -> hasDigitOrNoLowerCase(match.group())));
    found.addAll(PatternMatches.of(GROUPS, text, match -> hasDigitAndLetter(match.group())));
    if (text.contains("PRIVATE KEY")) {
      found.addAll(PatternMatches.of(PRIVATE_KEY, text, match -> true));
    }
    return found;
  }

  /** Whether enough characters stand without a blank between them for a token. */
  private static boolean hasLongRun(String text) {
    int length = 0;
    for (int i = 0; i < text.length() && length < SHORTEST; i++) {
      length = Character.isWhitespace(text.charAt(i)) ? 0 : length + 1;
    }
    return length >= SHORTEST;
  }

  private static boolean hasDigitOrNoLowerCase(String text) {
    return PatternMatches.digits(text) > 0 || text.chars().noneMatch(Character::isLowerCase);
  }

  private static boolean hasDigitAndLetter(String text) {
    return PatternMatches.digits(text) > 0 && text.chars().anyMatch(Character::isLetter);
  }

  /** Whether a part of a link looks random. */
  static boolean hasRandomPart(String link) {
    return RUN.matcher(link).results().anyMatch(match -> isRandom(match.group()));
  }

  /**
   * Whether a run of letters, digits and signs looks random: it changes between letters and digits
   * and between cases far more often than words do.
   */
  static boolean isRandom(String run) {
    if (run.length() < SHORTEST) {
      return false;
    }
    int length = 0;
    int changes = 0;
    for (String part : PARTS.splitAsStream(run).toList()) {
      if (isRandomWord(part)) {
        return true;
      }
      length += part.length();
      changes += changes(part);
    }
    return run.length() >= LONG
        && letters(run) >= FEWEST_LETTERS
        && (changes >= CHANGE_RATE * length
            || (digits(run) > 0 && changes >= CHANGE_RATE_WITH_DIGITS * length));
  }

  private static boolean isRandomWord(String part) {
    if (part.length() < SHORTEST) {
      return false;
    }
    if (HEXADECIMAL.matcher(part).matches()) {
      return letters(part) > 1 && digits(part) > 1;
    }
    int changes = changes(part);
    return letters(part) >= FEWEST_LETTERS
        && (changes >= CHANGE_RATE * part.length()
            || (digits(part) > 1 && changes >= FEWEST_CHANGES));
  }

  /** How many different letters there are, ignoring case. */
  private static long letters(String text) {
    return text.chars().filter(Character::isLetter).map(Character::toLowerCase).distinct().count();
  }

  private static long digits(String text) {
    return text.chars().filter(Character::isDigit).distinct().count();
  }

  /**
   * How often the kind of character changes between digits, small letters and capitals; a capital
   * at the beginning of a word does not count.
   */
  private static int changes(String text) {
    int changes = 0;
    for (int i = 1; i < text.length(); i++) {
      boolean capitalised = i == 1 && kind(text.charAt(0)) == 1 && kind(text.charAt(1)) == 2;
      changes += !capitalised && kind(text.charAt(i)) != kind(text.charAt(i - 1)) ? 1 : 0;
    }
    return changes;
  }

  private static int kind(char c) {
    return Character.isDigit(c) ? 0 : Character.isUpperCase(c) ? 1 : 2;
  }
}
