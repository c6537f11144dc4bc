package io.mynah.export.imessage;

import io.mynah.export.chats.MessageDraft;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line that begins with a time: {@code May 17, 2022 5:29:42 PM (Read by you after 5 seconds)}.
 *
 * @param seconds a local time in an unknown zone, taken as UTC
 * @param rest what follows, without the note about reading; empty where a message begins
 */
record TimeLine(long seconds, String rest) {
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final Pattern TIME =
      Pattern.compile(
          "([A-Z][a-z]{2}) (\\d{2}), (\\d{4}) {1,2}(\\d{1,2}):(\\d{2}):(\\d{2}) ([AP]M)"
              + "(?: \\(Read by [^()]{1,200}\\))?(?: (.*))?");
  private static final int NOON = 12;

  /** The time that a line begins with; {@code null} if it begins with none. */
  static @Nullable TimeLine of(String line) {
    Matcher time = TIME.matcher(line);
    if (!time.matches()) {
      return null;
    }
    int month = MONTHS.indexOf(time.group(1)) + 1;
    int day = Integer.parseInt(time.group(2));
    int year = Integer.parseInt(time.group(3));
    int hour = Integer.parseInt(time.group(4)) % NOON + (time.group(7).equals("PM") ? NOON : 0);
    int minute = Integer.parseInt(time.group(5));
    int second = Integer.parseInt(time.group(6));
    if (month == 0 || minute >= 60 || second >= 60 || day < 1) {
      return null;
    }
    if (day > YearMonth.of(year, month).lengthOfMonth()) {
      return null;
    }
    long seconds =
        LocalDateTime.of(year, month, day, hour, minute, second).toEpochSecond(ZoneOffset.UTC);
    String rest = time.group(8) == null ? "" : time.group(8);
    return new TimeLine(seconds < 0 ? MessageDraft.NONE : seconds, rest);
  }
}
