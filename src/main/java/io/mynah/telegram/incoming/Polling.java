package io.mynah.telegram.incoming;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mynah.telegram.connection.BotApi;
import io.mynah.telegram.connection.DaemonThreads;
import io.mynah.telegram.connection.PatientBackOff;
import io.mynah.telegram.connection.TelegramConfig;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.longpolling.BotSession;
import org.telegram.telegrambots.longpolling.TelegramBotsLongPollingApplication;
import org.telegram.telegrambots.longpolling.interfaces.LongPollingUpdateConsumer;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.exceptions.TelegramApiException;

/**
 * One polling session of the Telegram library. A new session knows no update ids. Its threads are
 * daemons, and closing it does not wait for the server's answer. Used by one thread.
 */
final class Polling {
  private static final Logger log = LoggerFactory.getLogger(Polling.class);
  private static final int BATCH = 100;
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final TelegramConfig config;
  private final OkHttpClient http;
  private final BooleanSupplier halted;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("telegram-poll"));
  private final TelegramBotsLongPollingApplication library;
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile boolean stopped;
  private @Nullable BotSession session;

  /**
   * @param halted whether updates are no longer stored, so that none may be acknowledged
   */
  Polling(
      TelegramConfig config,
      OkHttpClient http,
      UpdateBodyInterceptor feed,
      BooleanSupplier halted) {
    this.config = config;
    this.http = http;
    this.halted = halted;
    this.library =
        new TelegramBotsLongPollingApplication(
            ObjectMapper::new,
            () -> http,
            () -> thread,
            () -> new PatientBackOff(config.pace(), feed::retryAfter, this::isEnded));
  }

  /**
   * Removes any webhook and begins to poll.
   *
   * @throws TelegramApiException if the server cannot be reached; close this session then
   */
  void open(LongPollingUpdateConsumer consumer) throws TelegramApiException {
    session =
        library.registerBot(config.token(), () -> BotApi.url(config), this::request, consumer);
  }

  /**
   * Whether polling has ended. The library's own {@code isRunning()} stays true when a fault ends
   * it.
   */
  boolean isDead() {
    BotSession opened = session;
    if (opened == null) {
      return true;
    }
    ScheduledFuture<?> polling = opened.getRunningPolling();
    return polling == null || polling.isDone();
  }

  /** Ends polling, after an update that is being stored. */
  void close() throws InterruptedException {
    stopped = true;
    try {
      library.unregisterBot(config.token());
    } catch (TelegramApiException e) {
      log.debug("There was no session to end.");
    }
    thread.shutdownNow();
    http.dispatcher().executorService().shutdown();
    long end = System.nanoTime() + LONGEST_CLOSE.toNanos();
    do {
      // Repeated, as a poll may begin after the first cancellation.
      http.dispatcher().cancelAll();
    } while (!thread.awaitTermination(20, TimeUnit.MILLISECONDS) && System.nanoTime() - end < 0);
    if (!thread.isTerminated()) {
      log.warn("The polling thread is slow to end.");
    }
  }

  private boolean isEnded() {
    return stopped || halted.getAsBoolean();
  }

  private GetUpdates request(int lastReceived) {
    if (isEnded()) {
      // The next request would acknowledge the last updates, stored or not.
      throw new IllegalStateException("Polling was ended.");
    }
    // The first poll does not wait, so that it shows at once whether Telegram answers.
    Duration wait = asked.getAndSet(true) ? config.poll() : Duration.ZERO;
    return GetUpdates.builder()
        .offset(lastReceived + 1)
        .limit(BATCH)
        .timeout(Math.toIntExact(wait.toSeconds()))
        .allowedUpdates(TelegramUpdate.Kind.requested())
        .build();
  }
}
