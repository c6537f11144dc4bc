package io.mynah.export.chats;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses times as exports write them, to seconds since 1970. */
public final class ExportDates {
  /** The last second of the year 9999; no message has a later time. */
  private static final long LAST = 253402300799L;

  /** Numbers from here on are milliseconds: as seconds they would be in the year 5138. */
  private static final long FIRST_MILLISECONDS = 100_000_000_000L;

  private static final long FIRST_MICROSECONDS = 1000 * FIRST_MILLISECONDS;
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,18})(?:\\.\\d{1,18})?");
  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)(?:[T ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,]\\d{1,9})?)?)?"
              + " ?(Z|UTC|[+-]\\d\\d(?::?\\d\\d)?)?");

  private ExportDates() {}

  /** Parses {@code date_unixtime}. */
  public static long ofUnixTime(CharSlice raw) {
    long seconds = PeerIds.number(raw, 0);
    return seconds < 0 || seconds > LAST ? MessageDraft.NONE : seconds;
  }

  /** Parses JSON's {@code 2019-02-03T04:05:06}, a local time in an unknown zone, taken as UTC. */
  public static long ofIso(CharSlice raw) {
    if (raw.length() < 19) {
      return MessageDraft.NONE;
    }
    return seconds(
        digits(raw, 0, 4), digits(raw, 5, 2), digits(raw, 8, 2), raw, 11, ZoneOffset.UTC);
  }

  /** Parses HTML's {@code 03.02.2019 04:05:06 UTC+03:00}; before 2022 there is no offset. */
  public static long ofTitle(CharSlice raw) {
    if (raw.length() < 19) {
      return MessageDraft.NONE;
    }
    return seconds(digits(raw, 6, 4), digits(raw, 3, 2), digits(raw, 0, 2), raw, 11, offset(raw));
  }

  /**
   * Parses the time of another program: ISO 8601 with or without a zone (without one it is taken as
   * UTC), or the number of seconds, milliseconds or microseconds since 1970.
   */
  public static long ofAny(String written) {
    String time = written.strip();
    Matcher number = NUMBER.matcher(time);
    if (number.matches()) {
      long value = Long.parseLong(number.group(1));
      long seconds =
          value >= FIRST_MICROSECONDS
              ? value / 1_000_000
              : value >= FIRST_MILLISECONDS ? value / 1_000 : value;
      return seconds > LAST ? MessageDraft.NONE : seconds;
    }
    Matcher iso = ISO.matcher(time);
    return iso.matches() ? seconds(iso) : MessageDraft.NONE;
  }

  private static long seconds(Matcher iso) {
    try {
      LocalDateTime local =
          LocalDateTime.of(
              Integer.parseInt(iso.group(1)),
              Integer.parseInt(iso.group(2)),
              Integer.parseInt(iso.group(3)),
              orZero(iso.group(4)),
              orZero(iso.group(5)),
              orZero(iso.group(6)));
      String zone = iso.group(7);
      boolean utc = zone == null || !(zone.startsWith("+") || zone.startsWith("-"));
      long at = local.toEpochSecond(utc ? ZoneOffset.UTC : ZoneOffset.of(zone));
      return at < 0 ? MessageDraft.NONE : at;
    } catch (DateTimeException e) {
      return MessageDraft.NONE;
    }
  }

  private static int orZero(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static ZoneOffset offset(CharSlice raw) {
    if (raw.length() < 29 || raw.charAt(20) != 'U') {
      return ZoneOffset.UTC;
    }
    int hours = digits(raw, 24, 2);
    int minutes = digits(raw, 27, 2);
    if (hours < 0 || hours > 17 || minutes < 0 || minutes > 59) {
      return ZoneOffset.UTC;
    }
    int sign = raw.charAt(23) == '-' ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
  }

  private static long seconds(
      int year, int month, int day, CharSlice raw, int timeAt, ZoneOffset offset) {
    int hour = digits(raw, timeAt, 2);
    int minute = digits(raw, timeAt + 3, 2);
    int second = digits(raw, timeAt + 6, 2);
    try {
      long at = LocalDateTime.of(year, month, day, hour, minute, second).toEpochSecond(offset);
      return at < 0 ? MessageDraft.NONE : at;
    } catch (DateTimeException e) {
      return MessageDraft.NONE;
    }
  }

  private static int digits(CharSlice raw, int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      int digit = raw.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }
}
