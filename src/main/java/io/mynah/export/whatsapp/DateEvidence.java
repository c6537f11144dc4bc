package io.mynah.export.whatsapp;

import io.mynah.export.chats.MessageDraft;

/**
 * Finds out in which order a file writes day, month and year. Of the orders that make most lines
 * dates, it is the one in which time runs backwards least often, and of several of those the one
 * with the day first.
 */
final class DateEvidence {
  private static final DateOrder[] ORDERS = DateOrder.values();

  /** The position of the order that is preferred; the one with the month first follows it. */
  private static final int DAY_BEFORE_MONTH = 0;

  private final int[] dates = new int[ORDERS.length];
  private final int[] backwards = new int[ORDERS.length];
  private final long[] latest = new long[ORDERS.length];
  private final boolean[][] differ = new boolean[ORDERS.length][ORDERS.length];
  private final long[] seconds = new long[ORDERS.length];

  void add(LineStart line) {
    for (int i = 0; i < ORDERS.length; i++) {
      seconds[i] = ORDERS[i].seconds(line);
      if (seconds[i] != MessageDraft.NONE) {
        dates[i]++;
        backwards[i] += seconds[i] < latest[i] ? 1 : 0;
        latest[i] = seconds[i];
      }
      for (int j = 0; j < i; j++) {
        differ[i][j] |= seconds[i] != seconds[j];
      }
    }
  }

  DateOrder order() {
    return ORDERS[best()];
  }

  private int best() {
    int best = 0;
    for (int i = 1; i < ORDERS.length; i++) {
      best = compare(i, best) < 0 ? i : best;
    }
    return best;
  }

  /**
   * Whether the month may as well come first, which would give other times. A year that may come
   * first is not counted: of two digits, it hardly ever does.
   */
  boolean isAmbiguous() {
    int dayFirst = DAY_BEFORE_MONTH;
    int monthFirst = dayFirst + 1;
    return best() == dayFirst && compare(monthFirst, dayFirst) == 0 && differ[monthFirst][dayFirst];
  }

  private int compare(int a, int b) {
    int byDates = Integer.compare(dates[b], dates[a]);
    return byDates == 0 ? Integer.compare(backwards[a], backwards[b]) : byDates;
  }
}
