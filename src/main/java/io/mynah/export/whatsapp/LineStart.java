package io.mynah.export.whatsapp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a message's first line begins with: a date and a time, in the form of the exporting phone's
 * language and region. {@code 31.12.20, 21:41 - } is Android's, {@code [31.12.20, 21:41:05] } that
 * of iOS. The order of day, month and year is not known from one line.
 *
 * @param form what is the same in all lines of a file: brackets, separator and end
 * @param fields the three numbers of the date
 * @param digits how many digits each of them has
 * @param secondOfDay the local time
 * @param end where the rest of the line begins
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LineStart(String form, int[] fields, int[] digits, int secondOfDay, int end) {
  private static final String BLANK = "[ \\t\\u00a0\\u2009\\u202f]";

  /** Marks of the writing direction. */
  private static final String MARKS = "[\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]*+";

  private static final String SEPARATOR = MARKS + BLANK + "?+([./年月년월-])" + BLANK + "?+" + MARKS;
  private static final String WORD = "[\\p{L}][\\p{L}\\p{M}.]{0,11}+";
  private static final String TIME =
      "(\\p{Nd}{1,2}+)[:.h](\\p{Nd}{2})(?:[:.](\\p{Nd}{2}))?+"
          + ("(?:" + BLANK + "?+(\\p{L}[\\p{L}\\p{M}.\"\u05f4 \\u00a0\\u202f]{0,14}?))?" + MARKS);

  private static final Pattern START =
      Pattern.compile(
          MARKS
              + "(\\[?+)(\\p{Nd}{1,4}+)"
              + SEPARATOR
              + "(\\p{Nd}{1,2}+)"
              + SEPARATOR
              + "(\\p{Nd}{1,4}+)"
              + (MARKS + "[.日일]?+" + MARKS + "[,\u060c]?+" + BLANK + "*+" + MARKS)
              + ("(?:(" + WORD + "(?:" + BLANK + "\\p{L}{1,3}\\.?)?)" + BLANK + "*+)?")
              + TIME
              + ("(\\](?:" + BLANK + "|$)|" + BLANK + "[-–]" + BLANK + "|[,:]" + BLANK + ")"));

  private static final int HOURS = 24;
  private static final int SIXTY = 60;

  /** Nothing that a line begins with is longer. */
  private static final int LONGEST = 80;

  /**
   * What a line begins with.
   *
   * @return {@code null} if it is not the first line of a message
   */
  static @Nullable LineStart of(String line) {
    if (!canBegin(line)) {
      return null;
    }
    Matcher start = START.matcher(line).region(0, Math.min(line.length(), LONGEST));
    if (!start.lookingAt() || !fits(start)) {
      return null;
    }
    int[] fields = {number(start.group(2)), number(start.group(4)), number(start.group(6))};
    int[] digits = {start.group(2).length(), start.group(4).length(), start.group(6).length()};
    DayPart part = part(start);
    int hour = part.hour(number(start.group(8)));
    int minute = number(start.group(9));
    int second = start.group(10) == null ? 0 : number(start.group(10));
    if (hour >= HOURS || minute >= SIXTY || second >= SIXTY) {
      return null;
    }
    String form = start.group(1) + start.group(3) + start.group(12).strip();
    return new LineStart(
        form, fields, digits, (hour * SIXTY + minute) * SIXTY + second, start.end());
  }

  /** Whether the first characters allow it; false for nearly all lines that do not begin one. */
  private static boolean canBegin(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '[' || Character.isDigit(c)) {
        return true;
      }
      if (Character.getType(c) != Character.FORMAT) {
        return false;
      }
    }
    return false;
  }

  /** Whether brackets, separators and the end of a match go together. */
  private static boolean fits(Matcher start) {
    boolean bracket = !start.group(1).isEmpty();
    String end = start.group(12).strip();
    boolean sinographs = start.group(3).charAt(0) > '\u2fff';
    boolean separators = sinographs || start.group(3).equals(start.group(5));
    // Korean phones write a comma; iOS, before it had brackets, seconds and a colon.
    return separators
        && bracket == end.equals("]")
        && (!end.equals(",") || sinographs)
        && (!end.equals(":") || start.group(10) != null);
  }

  private static DayPart part(Matcher start) {
    String word = start.group(7) == null ? start.group(11) : start.group(7);
    DayPart part = word == null ? null : DayPart.of(word);
    return part == null ? DayPart.NONE : part;
  }

  private static int number(String digits) {
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      value = 10 * value + Character.digit(digits.charAt(i), 10);
    }
    return value;
  }
}
