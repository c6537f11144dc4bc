package io.mynah.telegram.connection;

import io.mynah.telegram.connection.TelegramConfig.Pace;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.methods.botapimethods.BotApiMethod;

/**
 * Makes calls that nobody waits for. Repeats them after temporary faults, as late as the server
 * asks, without blocking a thread in between. Thread-safe.
 */
public final class BackgroundCalls {
  private static final Logger log = LoggerFactory.getLogger(BackgroundCalls.class);

  private final BotApi api;
  private final Pace pace;
  private final ScheduledExecutorService timer;

  public BackgroundCalls(BotApi api, Pace pace, ScheduledExecutorService timer) {
    this.api = api;
    this.pace = pace;
    this.timer = timer;
  }

  /**
   * Calls a method in the background; returns at once.
   *
   * @param failed receives the fault if the call fails for good
   */
  public void run(BotApiMethod<? extends Serializable> method, Consumer<ApiFault> failed) {
    schedule(method, failed, Duration.ZERO, new RetryDelays(pace));
  }

  private void schedule(
      BotApiMethod<? extends Serializable> method,
      Consumer<ApiFault> failed,
      Duration delay,
      RetryDelays retries) {
    try {
      var unused =
          timer.schedule(
              () -> attempt(method, failed, retries), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("{} is not called, the bot is stopping.", method.getMethod());
    }
  }

  private void attempt(
      BotApiMethod<? extends Serializable> method, Consumer<ApiFault> failed, RetryDelays retries) {
    try {
      api.call(method);
    } catch (ApiFault fault) {
      boolean passing =
          switch (fault.kind()) {
            case TOO_FAST, PASSING, UNCLEAR -> true;
            case UNREADABLE, FORBIDDEN, TOKEN_REFUSED, REFUSED -> false;
          };
      Duration delay = retries.failed(fault.retryAfter());
      if (passing && !retries.isExhausted()) {
        schedule(method, failed, delay, retries);
      } else {
        failed.accept(fault);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
