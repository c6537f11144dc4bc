package io.mynah.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.checkdigit.IBANCheckDigit;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;

/**
 * Finds numbers of cards and accounts, and other numbers long enough to identify somebody. Dates
 * and amounts are left out. Thread-safe.
 */
final class NumberFinder implements SecretFinder {
  /** Fewest digits of a number that is masked only because of its length. */
  private static final int LONG = 9;

  private static final int LONG_IN_GROUPS = 10;
  private static final int SHORTEST_CARD = 13;
  private static final int LONGEST_CARD = 19;

  /** Digits, possibly in groups. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\p{L}\\p{Nd}])(?<!\\p{Nd}[.,/])\\p{Nd}+(?:[ \\u00A0-]\\p{Nd}+)*(?![\\p{L}\\p{Nd}])");

  /** A card's digits in groups with any separator between them. */
  private static final Pattern CARD =
      Pattern.compile(
          "(?<![\\p{L}\\p{Nd}])(?<!\\p{Nd}[.,/-])\\p{Nd}{4}(?<between>[ \\u00A0.,/-])"
              + "(?:\\p{Nd}{4}\\k<between>\\p{Nd}{4}\\k<between>\\p{Nd}{4}(?:\\k<between>\\p{Nd}{1,3})?"
              + "|\\p{Nd}{6}\\k<between>\\p{Nd}{4,5})(?!\\p{Nd})");

  /** An IBAN, possibly with the short words after it. */
  private static final Pattern IBAN =
      Pattern.compile(
          "(?<![A-Za-z0-9])[A-Za-z]{2}\\d{2}(?:[ \\u00A0-]?[A-Za-z0-9]{4}){2,7}(?:[ \\u00A0-]?[A-Za-z0-9]{1,4})?(?![A-Za-z0-9])");

  private static final int SHORTEST_IBAN = 15;

  /** A social security number of the USA. */
  private static final Pattern SOCIAL = Pattern.compile("\\d{3}-\\d{2}-\\d{4}");

  /** A CPF, the taxpayer number of Brazil. */
  private static final Pattern CPF =
      Pattern.compile("(?<!\\d)\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}(?!\\d)");

  private static final Pattern DATED =
      Pattern.compile(
          "(?<!\\d)(?:(?:1[5-9]|20)\\d{2}-\\d{1,2}-\\d{1,2}|\\d{1,2}-\\d{1,2}-(?:(?:19|20)\\d{2}|\\d{2}))(?!\\d)");

  /** Digits in groups of thousands. */
  private static final Pattern AMOUNT = Pattern.compile("\\d{1,3}(?:[ \\u00A0]\\d{3})+");

  /** A few short groups of digits, such as years side by side. */
  private static final Pattern SHORT_GROUPS =
      Pattern.compile("\\d{1,4}(?:[ \\u00A0-]\\d{1,4}){0,2}");

  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{Nd}]");
  private static final Pattern NO_LETTERS_OR_DIGITS = Pattern.compile("[^A-Za-z0-9]");

  @Override
  public List<SecretSpan> find(String text) {
    if (PatternMatches.digits(text) < LONG) {
      return List.of();
    }
    List<SecretSpan> found =
        new ArrayList<>(PatternMatches.of(NUMBER, text, NumberFinder::isSecret));
    found.addAll(PatternMatches.of(CARD, text, match -> isCard(digits(match.group()))));
    IBAN.matcher(text).results().forEach(match -> addIban(match, found));
    found.addAll(PatternMatches.of(CPF, text, match -> true));
    return found;
  }

  private static boolean isSecret(MatchResult match) {
    String number = match.group();
    String digits = digits(number);
    if (isCard(digits) || SOCIAL.matcher(number).matches()) {
      return true;
    }
    if (digits.length() == number.length()) {
      return digits.length() >= LONG && digits.chars().distinct().count() > 2;
    }
    return digits.length() >= LONG_IN_GROUPS
        && !DATED.matcher(number).find()
        && !AMOUNT.matcher(number).matches()
        && !SHORT_GROUPS.matcher(number).matches()
        && averageGroup(number, digits) >= 2.5;
  }

  /** Mean digits of a group. Amounts have short groups, account numbers long ones. */
  private static double averageGroup(String number, String digits) {
    return (double) digits.length() / (number.length() - digits.length() + 1);
  }

  private static boolean isCard(String digits) {
    return digits.length() >= SHORTEST_CARD
        && digits.length() <= LONGEST_CARD
        && digits.chars().distinct().count() > 1
        && LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(digits);
  }

  private static String digits(String number) {
    return SEPARATORS.matcher(number).replaceAll("");
  }

  /** Adds an IBAN; drops words at its end until the check digits are right. */
  private static void addIban(MatchResult match, List<SecretSpan> found) {
    String text = match.group();
    for (int end = text.length(); end >= SHORTEST_IBAN; end = lastGap(text, end)) {
      if (isIban(text.substring(0, end))) {
        found.add(new SecretSpan(match.start(), match.start() + end));
        return;
      }
    }
  }

  private static int lastGap(String text, int end) {
    int gap = end - 1;
    while (gap >= 0 && Character.isLetterOrDigit(text.charAt(gap))) {
      gap--;
    }
    return gap;
  }

  private static boolean isIban(String text) {
    String code = NO_LETTERS_OR_DIGITS.matcher(text).replaceAll("");
    return code.length() >= SHORTEST_IBAN
        && IBANCheckDigit.IBAN_CHECK_DIGIT.isValid(code.toUpperCase(Locale.ROOT));
  }
}
