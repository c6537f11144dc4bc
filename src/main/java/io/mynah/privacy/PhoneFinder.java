package io.mynah.privacy;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds telephone numbers: international ones of any country, and national ones of countries whose
 * languages Mynah supports. Thread-safe.
 */
final class PhoneFinder implements SecretFinder {
  private static final List<String> REGIONS =
      List.of("US", "GB", "DE", "RU", "ES", "BR", "MX", "AR", "PT", "FR", "IT", "UA");

  private static final String ANY = "ZZ";
  private static final int FEWEST_DIGITS = 7;

  /** Most digits side by side; a longer run is a number of another kind. */
  private static final int MOST_IN_A_ROW = 17;

  /** Most blanks, brackets and similar characters between two digits of a number. */
  private static final int MOST_BETWEEN = 4;

  /** Fewest digits of a national number without a prefix; a shorter one may be anything. */
  private static final int ENOUGH_DIGITS = 10;

  private static final long MOST_TRIES = 1_000;

  /** How national numbers begin: with the trunk prefix, or with the area code in brackets. */
  private static final Pattern PREFIXED = Pattern.compile("0[1-9]\\d.*|\\(\\d.*", Pattern.DOTALL);

  /** Forms of other numbers and dates. */
  private static final Pattern OTHER_FORMS =
      Pattern.compile(
          "\\d+[.,]\\d+|\\d{1,3}(?:[.,  ]\\d{3})+(?:[.,]\\d+)?"
              + "|.*(?<!\\d)(?:19|20)\\d{2}[-./]\\d{1,2}(?:[-./]\\d{1,2})?(?!\\d).*"
              + "|.*(?<!\\d)\\d{1,2}[-./]\\d{1,2}[-./](?:(?:19|20)\\d{2}|\\d{2})(?!\\d).*"
              + "|\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}",
          Pattern.DOTALL);

  private static final int NATIONAL_DIGITS = 9;

  /** Countries whose national numbers have nine digits and no prefix. */
  private static final Set<String> NINE_DIGITS = Set.of("ES", "PT");

  /** Nine-digit numbers in groups that hardly anything else has. */
  private static final Pattern NINE_IN_GROUPS =
      Pattern.compile(
          "[679]\\d\\d([ \\u00A0.-])\\d\\d\\1\\d\\d\\1\\d\\d|[679]\\d([ \\u00A0.-])\\d{3}\\2\\d\\d\\2\\d\\d"
              + "|[679]\\d\\d-\\d{3}-\\d{3}|[679]\\d\\d[ \\u00A0-]\\d{6}|[679]\\d[ \\u00A0-]\\d{3}[ \\u00A0-]?\\d{4}");

  /** Nine digits in groups of three, which may also be an amount. */
  private static final Pattern NINE_IN_THREES =
      Pattern.compile("[679]\\d\\d([ \\u00A0])\\d{3}\\1\\d{3}");

  private static final int NEARBY = 40;

  /** Words near a number that show it is a telephone number. */
  private static final Pattern PHONE_WORDS =
      Pattern.compile(
          "(?<!\\p{L})(?:te?le?f\\p{L}*|tel[eé]\\p{L}*|tfno|tlfn?|tel|tm|m[oó]v(?:il)?|cel(?:ular)?|wh?ats?\\p{L}*"
              + "|wh?ass?ap\\p{L}*|guasap\\p{L}*|wpp|zap|ll[aá]m[aeo]\\p{L}*|lig[aou]\\p{L}*|n[uú]m(?:ero)?|contac?to"
              + "|call|phone|number|mobile|ruf\\p{L}*|handy|nummer|звони\\p{L}*|номер\\p{L}*|тел)(?!\\p{L})",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

  @Override
  public List<SecretSpan> find(String text) {
    if (!hasDigitsTogether(text)) {
      return List.of();
    }
    List<SecretSpan> found = new ArrayList<>();
    if (text.indexOf('+') >= 0 || text.indexOf('\uFF0B') >= 0) {
      find(text, ANY, found);
    }
    for (String region : REGIONS) {
      find(text, region, found);
    }
    return found;
  }

  /**
   * Whether the text has enough digits for a telephone number, with only the separators of one
   * between them. This spares most texts the search, which takes a hundred times as long.
   */
  private static boolean hasDigitsTogether(String text) {
    int digits = 0;
    int row = 0;
    int between = 0;
    for (int i = 0; i <= text.length(); i++) {
      char each = i < text.length() ? text.charAt(i) : ' ';
      if (Character.isDigit(each)) {
        between = 0;
        row++;
        continue;
      }
      digits = row > MOST_IN_A_ROW ? 0 : digits + row;
      row = 0;
      if (digits >= FEWEST_DIGITS) {
        return true;
      }
      if (++between > MOST_BETWEEN || (Character.isLetter(each) && each != 'x' && each != 'X')) {
        digits = 0;
      }
    }
    return false;
  }

  private void find(String text, String region, List<SecretSpan> found) {
    for (PhoneNumberMatch match : numbers.findNumbers(text, region, Leniency.VALID, MOST_TRIES)) {
      if (isUnmistakable(match.rawString())
          || (NINE_DIGITS.contains(region) && isNational(match, text))) {
        found.add(new SecretSpan(match.start(), match.end()));
      }
    }
  }

  /** Whether the match is almost certainly a telephone number. */
  private static boolean isUnmistakable(String raw) {
    int digits = PatternMatches.digits(raw);
    if (raw.startsWith("+") || raw.startsWith("\uFF0B")) {
      return digits >= FEWEST_DIGITS;
    }
    return !OTHER_FORMS.matcher(raw).matches()
        && (digits >= ENOUGH_DIGITS
            || (digits >= FEWEST_DIGITS && PREFIXED.matcher(raw).matches()));
  }

  /**
   * Whether nine digits are a telephone number: by their groups, because the text has nothing else,
   * or because a word nearby says so.
   */
  private static boolean isNational(PhoneNumberMatch match, String text) {
    String raw = match.rawString();
    if (PatternMatches.digits(raw) != NATIONAL_DIGITS) {
      return false;
    }
    if (NINE_IN_GROUPS.matcher(raw).matches()) {
      return true;
    }
    String before = text.substring(Math.max(0, match.start() - NEARBY), match.start());
    String after = text.substring(match.end(), Math.min(text.length(), match.end() + NEARBY));
    return (NINE_IN_THREES.matcher(raw).matches() && text.strip().equals(raw))
        || PHONE_WORDS.matcher(before).find()
        || PHONE_WORDS.matcher(after).find();
  }
}
