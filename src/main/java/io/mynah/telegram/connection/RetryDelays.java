package io.mynah.telegram.connection;

import io.mynah.telegram.connection.TelegramConfig.Pace;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Counts the failures of one piece of work in a row and says how long to wait before the next try.
 * Waits double up to a limit, with random jitter so that many callers do not return at once. For
 * one thread at a time.
 */
public final class RetryDelays {
  private final Pace pace;
  private int failures;

  public RetryDelays(Pace pace) {
    this.pace = pace;
  }

  /** Counts a failure. */
  public void fail() {
    failures++;
  }

  /** Counts a success; waits begin again with the shortest. */
  public void reset() {
    failures = 0;
  }

  /** Whether the work failed as often as the pace allows. */
  public boolean isExhausted() {
    return failures >= pace.attempts();
  }

  /** How long to wait after the failures so far. */
  public Duration delay() {
    double longest = pace.longestRetry().toMillis();
    double full =
        Math.min(longest, pace.firstRetry().toMillis() * Math.pow(2, Math.max(0, failures - 1)));
    double spread = 0.75 + ThreadLocalRandom.current().nextDouble() * 0.5;
    return Duration.ofMillis(Math.max(1, Math.round(Math.min(longest, full * spread))));
  }

  /** Counts a failure and says how long to wait. */
  public Duration failed() {
    fail();
    return delay();
  }

  /** The same, but at least as long as the server asks for. */
  public Duration failed(Duration askedByServer) {
    Duration own = failed();
    return own.compareTo(askedByServer) > 0 ? own : askedByServer;
  }
}
