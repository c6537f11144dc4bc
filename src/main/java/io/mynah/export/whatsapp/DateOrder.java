package io.mynah.export.whatsapp;

import io.mynah.export.chats.MessageDraft;
import java.time.LocalDate;
import java.time.YearMonth;

/** The order of a date's three numbers. The first that fits is preferred to those after it. */
enum DateOrder {
  DAY_FIRST(0, 1, 2),
  MONTH_FIRST(1, 0, 2),
  YEAR_FIRST(2, 1, 0);

  /** WhatsApp is as old. */
  private static final int FIRST_YEAR = 2009;

  private static final int LAST_YEAR = 2100;
  private static final int CENTURY = 2000;
  private static final int MONTHS = 12;
  private static final long DAY = 86_400;

  /** In Thailand years are counted from an earlier one. */
  private static final int BUDDHIST = 543;

  private final int day;
  private final int month;
  private final int year;

  DateOrder(int day, int month, int year) {
    this.day = day;
    this.month = month;
    this.year = year;
  }

  /**
   * The time of a line in seconds since 1970. It is a local time in an unknown zone, taken as UTC.
   *
   * @return {@link MessageDraft#NONE} if there is no such date
   */
  long seconds(LineStart line) {
    int y = fullYear(line.fields()[year], line.digits()[year]);
    int m = line.fields()[month];
    int d = line.fields()[day];
    boolean longField = line.digits()[month] > 2 || line.digits()[day] > 2;
    if (longField || y < FIRST_YEAR || y > LAST_YEAR || m < 1 || m > MONTHS || d < 1) {
      return MessageDraft.NONE;
    }
    if (d > YearMonth.of(y, m).lengthOfMonth()) {
      return MessageDraft.NONE;
    }
    return LocalDate.of(y, m, d).toEpochDay() * DAY + line.secondOfDay();
  }

  private static int fullYear(int written, int digits) {
    return switch (digits) {
      case 2 -> CENTURY + written;
      case 4 -> written > LAST_YEAR ? written - BUDDHIST : written;
      default -> -1;
    };
  }
}
