package io.mynah.telegram.incoming;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mynah.logging.LogContext;
import io.mynah.store.inbox.Inbox;
import io.mynah.telegram.connection.BotEvents;
import io.mynah.telegram.connection.RetryDelays;
import io.mynah.telegram.connection.TelegramConfig.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.longpolling.interfaces.LongPollingUpdateConsumer;
import org.telegram.telegrambots.meta.api.objects.Update;

/**
 * Stores batches of updates in the inbox and hands them to the lanes. All are on disk before {@link
 * #consume} returns, and the library acknowledges them only after that. The inbox drops repeats. No
 * exception leaves this class, since it would silently end the library's polling. Used by the
 * polling thread; {@link #halt} and {@link #handOver} by any.
 */
public final class UpdateIntake implements LongPollingUpdateConsumer {
  private static final Logger log = LoggerFactory.getLogger(UpdateIntake.class);

  /** How many updates are read from the inbox at a time. */
  private static final int PAGE = 1_000;

  private final Inbox inbox;
  private final UpdateBodyInterceptor feed;
  private final UpdateLanes lanes;
  private final Consumer<String> pressAnswerer;
  private final Consumer<TelegramUpdate> queryHandler;
  private final Pace pace;
  private final BotEvents events;
  private final ObjectMapper json = new ObjectMapper();
  private volatile boolean halted;
  private volatile boolean handOverDue;
  private long handedOver;

  /**
   * @param lanes handle the stored updates
   * @param pressAnswerer answers a callback query, given its id; must not block
   * @param queryHandler handles an inline query, which is not stored; must not block
   * @param events is told how many updates were stored
   */
  public UpdateIntake(
      Inbox inbox,
      UpdateBodyInterceptor feed,
      UpdateLanes lanes,
      Consumer<String> pressAnswerer,
      Consumer<TelegramUpdate> queryHandler,
      Pace pace,
      BotEvents events) {
    this.inbox = inbox;
    this.feed = feed;
    this.lanes = lanes;
    this.pressAnswerer = pressAnswerer;
    this.queryHandler = queryHandler;
    this.pace = pace;
    this.events = events;
  }

  /** Stops storing. Updates that are not stored then must not be acknowledged. */
  void halt() {
    halted = true;
  }

  boolean isHalted() {
    return halted;
  }

  /**
   * Whether stored updates are still to be handed over, because the inbox could not be read or the
   * lanes were full.
   */
  boolean isHandOverDue() {
    return handOverDue;
  }

  /** Does nothing, since there is nothing to close. */
  @Override
  public void close() {}

  /**
   * Hands over the updates that an earlier process left. Answers presses among them, since that
   * process may have ended right after storing them.
   */
  void resume() {
    try {
      answerPresses();
    } catch (RuntimeException e) {
      log.error("The presses in the inbox were not answered.", e);
    }
    handOver();
  }

  private void answerPresses() {
    List<Inbox.Waiting> page;
    long after = 0;
    do {
      page = inbox.pendingAfter(after, PAGE);
      for (Inbox.Waiting update : page) {
        answerPress(update);
        after = update.sequence();
      }
    } while (!page.isEmpty());
  }

  private void answerPress(Inbox.Waiting update) {
    inbox
        .open(update.sequence())
        .flatMap(opened -> read(update.sequence(), opened.body()).callbackQuery())
        .ifPresent(pressAnswerer);
  }

  @Override
  public void consume(List<Update> updates) {
    List<Received> received = new ArrayList<>();
    for (Update update : updates) {
      int id = update.getUpdateId();
      Optional<UpdateBodyInterceptor.Body> body = feed.take(id);
      if (body.isEmpty()) {
        log.error("The body of update {} is missing; it was left out.", id);
        continue;
      }
      TelegramUpdate read = TelegramUpdate.of(body.get().update());
      if (read.isQuery()) {
        queryHandler.accept(read);
      } else {
        received.add(new Received(id, read, body.get().text()));
      }
    }
    if (received.isEmpty() || isStored(received)) {
      received.forEach(each -> each.update().callbackQuery().ifPresent(pressAnswerer));
      handOver();
    }
  }

  /** An update to be stored. */
  private record Received(int id, TelegramUpdate update, String body) {}

  /** Hands the next stored updates to the lanes, as many as they have room for. */
  synchronized void handOver() {
    try {
      int room = lanes.room();
      List<Inbox.Waiting> next = inbox.pendingAfter(handedOver, room);
      for (Inbox.Waiting update : next) {
        handedOver = update.sequence();
        LogContext.with(LogContext.UPDATE, update.sequence(), () -> log.debug("Came in."));
        lanes.submit(update);
      }
      handOverDue = next.size() == room;
    } catch (RuntimeException e) {
      handOverDue = true;
      log.error("The inbox cannot be read; trying again.", e);
    }
  }

  /** Stores updates, trying until they are on disk. Returns false if it was halted. */
  private boolean isStored(List<Received> batch) {
    // An interrupt ends the session, but the updates must still be stored.
    boolean interrupted = false;
    try {
      RetryDelays delays = new RetryDelays(pace);
      while (!halted) {
        try {
          AtomicInteger fresh = new AtomicInteger();
          inbox.together(() -> fresh.set((int) batch.stream().filter(this::isNew).count()));
          events.received(fresh.get());
          return true;
        } catch (RuntimeException e) {
          log.error("{} updates cannot be stored; trying again.", batch.size(), e);
          interrupted |= isInterruptedAfter(delays.failed());
        }
      }
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Stores an update, unless it came before. Returns whether it was stored. */
  private boolean isNew(Received update) {
    String lane = update.update().lane();
    boolean fresh = inbox.put(inbox.epoch(), update.id(), lane, update.body());
    if (!fresh) {
      log.debug("Update {} came again.", update.id());
    }
    return fresh;
  }

  private TelegramUpdate read(long sequence, String body) {
    try {
      return TelegramUpdate.of(json.readTree(body));
    } catch (IOException e) {
      throw new IllegalStateException(
          "Update " + sequence + " was written as JSON and is none.", e);
    }
  }

  private static boolean isInterruptedAfter(Duration time) {
    try {
      Thread.sleep(time.toMillis());
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
