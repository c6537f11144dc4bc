package io.mynah.telegram.connection;

import io.mynah.telegram.connection.TelegramConfig.Pace;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Computes the waits between tries: they double, with random jitter so that many callers do not
 * return at once.
 */
public final class Retries {
  private Retries() {}

  /**
   * How long to wait before the next try.
   *
   * @param failures so far, from 1
   */
  public static Duration wait(Pace pace, int failures) {
    double longest = pace.longestRetry().toMillis();
    double full = Math.min(longest, pace.firstRetry().toMillis() * Math.pow(2, failures - 1.0));
    double spread = 0.75 + ThreadLocalRandom.current().nextDouble() * 0.5;
    return Duration.ofMillis(Math.max(1, Math.round(Math.min(longest, full * spread))));
  }
}
