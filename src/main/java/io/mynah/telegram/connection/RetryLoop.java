package io.mynah.telegram.connection;

import io.mynah.telegram.connection.TelegramConfig.Pace;
import java.io.InterruptedIOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries what must not be left out until it succeeds, as reading and storing while the database is
 * busy or the disk is full. Thread-safe.
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
   * Tries, with longer and longer waits, until it succeeds.
   *
   * @param complaint what the log says of each failure
   * @throws InterruptedIOException if the bot stops before
   */
  public <T> T untilDone(String complaint, Supplier<T> attempt) throws InterruptedIOException {
    for (int failures = 1; ; failures++) {
      try {
        return attempt.get();
      } catch (RuntimeException | OutOfMemoryError e) {
        log.error("{}; trying again.", complaint, TokenGuard.wordless(e));
      }
      waits.sleep(Retries.wait(pace, failures).toNanos());
    }
  }
}
