package io.mynah.telegram.connection;

import io.mynah.telegram.connection.TelegramConfig.Pace;
import java.io.InterruptedIOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats work that must not be skipped until it succeeds, such as reading or storing while the
 * database is busy or the disk is full. Thread-safe.
 */
public final class RetryLoop {
  private static final Logger log = LoggerFactory.getLogger(RetryLoop.class);

  private final Pace pace;
  private final InterruptibleWait waits;

  public RetryLoop(Pace pace, InterruptibleWait waits) {
    this.pace = pace;
    this.waits = waits;
  }

  /**
   * Repeats an attempt, with growing waits, until it succeeds.
   *
   * @param warning logged at each failure
   * @throws InterruptedIOException if the bot stops first
   */
  public <T> T untilDone(String warning, Supplier<T> attempt) throws InterruptedIOException {
    RetryDelays delays = new RetryDelays(pace);
    while (true) {
      try {
        return attempt.get();
      } catch (RuntimeException | OutOfMemoryError e) {
        log.error("{}; trying again.", warning, e);
      }
      waits.sleep(delays.failed().toNanos());
    }
  }
}
