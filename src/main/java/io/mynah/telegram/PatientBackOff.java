package io.mynah.telegram;

import io.mynah.telegram.TelegramConfig.Pace;
import java.time.Duration;
import java.util.function.Supplier;
import org.telegram.telegrambots.longpolling.interfaces.BackOff;

/**
 * Waits between failed polls. The library's own waits 15 minutes at a time after 15 minutes of
 * failure; this one never waits longer than the pace says, unless the server asked for it. Used by
 * the polling thread alone.
 */
final class PatientBackOff implements BackOff {
  private final Pace pace;
  private final Supplier<Duration> askedByServer;
  private int failures;

  PatientBackOff(Pace pace, Supplier<Duration> askedByServer) {
    this.pace = pace;
    this.askedByServer = askedByServer;
  }

  @Override
  public void reset() {
    failures = 0;
  }

  @Override
  public long nextBackOffMillis() {
    failures++;
    return Math.max(Retries.wait(pace, failures).toMillis(), askedByServer.get().toMillis());
  }
}
