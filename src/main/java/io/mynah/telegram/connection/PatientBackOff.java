package io.mynah.telegram.connection;

import io.mynah.telegram.connection.TelegramConfig.Pace;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.telegram.telegrambots.longpolling.interfaces.BackOff;

/**
 * Waits between failed polls. The library's own back-off waits 15 minutes at a time after 15
 * minutes of failure; this one never waits longer than the configured pace, unless the server asks
 * for it. Used by the polling thread only.
 */
public final class PatientBackOff implements BackOff {
  private final Supplier<Duration> askedByServer;
  private final BooleanSupplier ended;
  private final RetryDelays delays;

  /**
   * @param ended whether polling was ended, so that a failed poll is no fault
   */
  public PatientBackOff(Pace pace, Supplier<Duration> askedByServer, BooleanSupplier ended) {
    delays = new RetryDelays(pace);
    this.askedByServer = askedByServer;
    this.ended = ended;
  }

  @Override
  public void reset() {
    delays.reset();
  }

  /**
   * Waits. The library calls this before it logs the failure, and would also log an interruption of
   * its own wait.
   *
   * @return 0, as no waiting is left
   * @throws CancellationException if polling was ended before or meanwhile; this ends the library's
   *     task without a log line
   */
  @Override
  public long nextBackOffMillis() {
    if (ended.getAsBoolean()) {
      throw new CancellationException("Polling was ended.");
    }
    Duration wait = delays.failed(askedByServer.get());
    try {
      Thread.sleep(wait.toMillis());
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Polling was ended.");
    }
  }
}
