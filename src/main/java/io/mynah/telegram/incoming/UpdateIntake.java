package io.mynah.telegram.incoming;

import static io.mynah.telegram.connection.TokenGuard.wordless;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mynah.store.inbox.Inbox;
import io.mynah.telegram.connection.Retries;
import io.mynah.telegram.connection.TelegramConfig.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.longpolling.interfaces.LongPollingUpdateConsumer;
import org.telegram.telegrambots.meta.api.objects.Update;

/**
 * Takes in a batch of updates: all are on disk before {@link #consume} returns, and only after that
 * does the library acknowledge them. Repeats are dropped by the inbox. Nothing that goes wrong
 * leaves here, since a fault would end the library's polling without a word. Used by the polling
 * thread; {@link #halt} and {@link #handOver} by any.
 */
public final class UpdateIntake implements LongPollingUpdateConsumer {
  private static final Logger log = LoggerFactory.getLogger(UpdateIntake.class);

  /** So many updates are looked through at a time. */
  private static final int PAGE = 1_000;

  private final Inbox inbox;
  private final UpdateFeed feed;
  private final UpdateLanes lanes;
  private final Consumer<String> presses;
  private final Consumer<JsonNode> queries;
  private final Pace pace;
  private final ObjectMapper json = new ObjectMapper();
  private volatile boolean halted;
  private volatile boolean owing;
  private long handedOver;

  /**
   * @param lanes handle what is stored
   * @param presses answers a callback query, given its id; must not block
   * @param queries handles an inline query, which is not stored; must not block
   */
  public UpdateIntake(
      Inbox inbox,
      UpdateFeed feed,
      UpdateLanes lanes,
      Consumer<String> presses,
      Consumer<JsonNode> queries,
      Pace pace) {
    this.inbox = inbox;
    this.feed = feed;
    this.lanes = lanes;
    this.presses = presses;
    this.queries = queries;
    this.pace = pace;
  }

  /** Stores nothing more. What is not stored by then must not be acknowledged. */
  void halt() {
    halted = true;
  }

  boolean isHalted() {
    return halted;
  }

  /**
   * Whether stored updates still have to be handed over: the inbox could not be read, or the lanes
   * had no room for more.
   */
  boolean isOwing() {
    return owing;
  }

  /** The library has nothing to close here. */
  @Override
  public void close() {}

  /**
   * Hands over what an earlier process left. A press among it may never have been answered, since
   * that process may have ended right after storing it.
   */
  void resume() {
    try {
      answerPresses();
    } catch (RuntimeException e) {
      log.error("The presses in the inbox were not answered.", wordless(e));
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
        .flatMap(opened -> UpdateMapper.callbackQuery(read(update.sequence(), opened.body())))
        .ifPresent(presses);
  }

  @Override
  public void consume(List<Update> updates) {
    List<Kept> kept = new ArrayList<>();
    for (Update update : updates) {
      int id = update.getUpdateId();
      Optional<String> body = feed.take(id);
      if (body.isEmpty()) {
        log.error("The body of update {} is missing; it was left out.", id);
        continue;
      }
      JsonNode read = read(id, body.get());
      if (UpdateMapper.isQuery(read)) {
        queries.accept(read);
      } else {
        kept.add(new Kept(id, read, body.get()));
      }
    }
    if (kept.isEmpty() || isStored(kept)) {
      kept.forEach(each -> UpdateMapper.callbackQuery(each.update()).ifPresent(presses));
      handOver();
    }
  }

  /** An update that is to be stored. */
  private record Kept(int id, JsonNode update, String body) {}

  /** Gives the lanes what is stored, not done, and not given yet, as far as they have room. */
  synchronized void handOver() {
    try {
      int room = lanes.room();
      List<Inbox.Waiting> next = inbox.pendingAfter(handedOver, room);
      for (Inbox.Waiting update : next) {
        handedOver = update.sequence();
        lanes.submit(update);
      }
      owing = next.size() == room;
    } catch (RuntimeException e) {
      owing = true;
      log.error("The inbox cannot be read; trying again.", wordless(e));
    }
  }

  /** Stores updates, trying until they are on disk; false if it was told to stop. */
  private boolean isStored(List<Kept> batch) {
    // An interrupt ends the session, but must not lose the updates that are being stored.
    boolean interrupted = false;
    try {
      for (int failures = 1; !halted; failures++) {
        try {
          inbox.together(() -> batch.forEach(this::put));
          return true;
        } catch (RuntimeException e) {
          log.error("{} updates cannot be stored; trying again.", batch.size(), wordless(e));
          interrupted |= isInterruptedAfter(Retries.wait(pace, failures));
        }
      }
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void put(Kept update) {
    String lane = UpdateMapper.lane(update.update());
    if (!inbox.put(inbox.epoch(), update.id(), lane, update.body())) {
      log.debug("Update {} came again.", update.id());
    }
  }

  private JsonNode read(long id, String body) {
    try {
      return json.readTree(body);
    } catch (IOException e) {
      throw new IllegalStateException("Update " + id + " was written as JSON and is none.", e);
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
