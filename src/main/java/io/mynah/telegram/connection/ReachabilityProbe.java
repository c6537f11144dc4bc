package io.mynah.telegram.connection;

import io.mynah.telegram.connection.TelegramConfig.Pace;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.telegram.telegrambots.meta.api.methods.GetMe;

/**
 * Checks whether Telegram can be reached, by asking it for the bot's name. A call that keeps
 * failing is given up only if other calls succeed, and one that may have been carried out is
 * repeated only once an answer can be expected. Thread-safe.
 */
public final class ReachabilityProbe {
  private final BotApi api;
  private final Pace pace;
  private final InterruptibleWait waits;

  public ReachabilityProbe(BotApi api, Pace pace, InterruptibleWait waits) {
    this.api = api;
    this.pace = pace;
    this.waits = waits;
  }

  /**
   * Whether Telegram answers now.
   *
   * @throws InterruptedIOException if the bot stops
   */
  boolean answers() throws InterruptedIOException {
    try {
      api.call(new GetMe());
      return true;
    } catch (ApiFault fault) {
      return switch (fault.kind()) {
        case PASSING, UNCLEAR -> false;
        case TOO_FAST, UNREADABLE, FORBIDDEN, TOKEN_REFUSED, REFUSED -> true;
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The bot is stopping.");
    }
  }

  /** Counts the temporary failures of one call. For one thread at a time. */
  public final class Tries {
    private final RetryDelays delays = new RetryDelays(pace);
    private int sound;

    /**
     * Counts a failure. Returns whether to give up: the call failed often enough while others
     * succeeded.
     *
     * @throws InterruptedIOException if the bot stops
     */
    public boolean failed() throws InterruptedIOException {
      delays.fail();
      sound = answers() ? sound + 1 : 0;
      return sound >= pace.attempts();
    }

    /** How long to wait before the next try. */
    public Duration pause() {
      return delays.delay();
    }
  }

  public Tries tries() {
    return new Tries();
  }

  /**
   * Waits until Telegram answers, without a limit.
   *
   * @throws InterruptedIOException if the bot stops
   */
  public void await() throws InterruptedIOException {
    RetryDelays delays = new RetryDelays(pace);
    while (!answers()) {
      waits.sleep(delays.failed().toNanos());
    }
  }
}
