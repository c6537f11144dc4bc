package io.mynah.export.chats;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Parses times as exports write them, to seconds since 1970. */
public final class ExportDates {
  /** The last second of the year 9999; no message has a later time. */
  private static final long LAST = 253402300799L;

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
