package io.mynah.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.checkdigit.IBANCheckDigit;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;

/**
 * Numbers of cards, of accounts, and others so long that they are somebody's; dates and amounts are
 * not. Thread-safe.
 */
final class Numbers implements Finder {
  /** Digits that a number has at least which is masked for nothing but its length. */
  private static final int LONG = 9;

  private static final int LONG_IN_GROUPS = 10;
  private static final int SHORTEST_CARD = 13;
  private static final int LONGEST_CARD = 19;

  /** Digits, maybe in groups. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\p{L}\\p{Nd}.,/])\\p{Nd}+(?:[ \\u00A0-]\\p{Nd}+)*(?![\\p{L}\\p{Nd}])");

  private static final Pattern IBAN =
      Pattern.compile(
          "(?<![A-Za-z0-9])[A-Za-z]{2}\\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,4})?(?![A-Za-z0-9])");

  /** A social security number of the USA. */
  private static final Pattern SOCIAL = Pattern.compile("\\d{3}-\\d{2}-\\d{4}");

  /** A CPF, as people have it in Brazil. */
  private static final Pattern CPF =
      Pattern.compile("(?<!\\d)\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}(?!\\d)");

  private static final Pattern DATED =
      Pattern.compile(
          "(?<!\\d)(?:(?:1[5-9]|20)\\d{2}-\\d{1,2}-\\d{1,2}|\\d{1,2}-\\d{1,2}-(?:(?:19|20)\\d{2}|\\d{2}))(?!\\d)");

  /** Thousands in groups. */
  private static final Pattern AMOUNT = Pattern.compile("\\d{1,3}(?:[ \\u00A0]\\d{3})+");

  /** Years, or the like, side by side. */
  private static final Pattern SHORT_GROUPS =
      Pattern.compile("\\d{1,4}(?:[ \\u00A0-]\\d{1,4}){0,2}");

  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{Nd}]");
  private static final Pattern NO_LETTERS_OR_DIGITS = Pattern.compile("[^A-Za-z0-9]");

  @Override
  public List<Span> in(String text) {
    if (Matches.digits(text) < LONG) {
      return List.of();
    }
    List<Span> found = new ArrayList<>(Matches.of(NUMBER, text, Numbers::isSecret));
    found.addAll(Matches.of(IBAN, text, match -> isIban(match.group())));
    found.addAll(Matches.of(CPF, text, match -> true));
    return found;
  }

  private static boolean isSecret(MatchResult match) {
    String number = match.group();
    String digits = SEPARATORS.matcher(number).replaceAll("");
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

  /** Digits of a group: what people count with has few, an account's number has many. */
  private static double averageGroup(String number, String digits) {
    return (double) digits.length() / (number.length() - digits.length() + 1);
  }

  private static boolean isCard(String digits) {
    return digits.length() >= SHORTEST_CARD
        && digits.length() <= LONGEST_CARD
        && digits.chars().distinct().count() > 1
        && LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(digits);
  }

  private static boolean isIban(String text) {
    String code = NO_LETTERS_OR_DIGITS.matcher(text).replaceAll("");
    return IBANCheckDigit.IBAN_CHECK_DIGIT.isValid(code.toUpperCase(Locale.ROOT));
  }
}
