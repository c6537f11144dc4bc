package io.mynah.telegram;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mynah.chat.Conversation;
import io.mynah.chat.Incoming;
import io.mynah.chat.TryAgain;
import io.mynah.domain.Bot;
import io.mynah.store.database.FaultKind;
import io.mynah.store.inbox.Inbox;
import io.mynah.telegram.connection.BotEvents;
import io.mynah.telegram.connection.InterruptibleWait;
import io.mynah.telegram.connection.RetryLoop;
import io.mynah.telegram.connection.TelegramAddress;
import io.mynah.telegram.incoming.GroupEvent;
import io.mynah.telegram.incoming.GroupEvents;
import io.mynah.telegram.incoming.TelegramUpdate;
import io.mynah.telegram.incoming.UpdateMapper;
import io.mynah.telegram.outgoing.CallbackAnswers;
import io.mynah.telegram.outgoing.DurableAnswer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has stored updates handled by the conversation, and marks them as done once their answers are
 * sent; those that the end of the process interrupts stay in the inbox. Also has inline queries
 * handled, which are not stored. Thread-safe.
 */
final class UpdateHandler {
  private static final Logger log = LoggerFactory.getLogger(UpdateHandler.class);

  /** How often an update is handled once more while the database is out of reach. */
  private static final int REPEATS = 5;

  private static final Duration REPEAT = Duration.ofSeconds(1);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(5);

  private final Bot bot;
  private final Supplier<String> botName;
  private final Supplier<@Nullable Conversation> conversation;
  private final Ways ways;
  private final Inbox inbox;
  private final Waits waits;
  private final Clock clock;
  private final BotEvents events;

  /** Updates up to this one may have been partly handled by an earlier process. */
  private final long newestOfEarlierProcess;

  private final ObjectMapper json = new ObjectMapper();
  private volatile boolean stopping;
  private volatile boolean over;

  /** Where handling an update shows beside the conversation. */
  record Ways(TelegramChannel channel, CallbackAnswers presses, GroupEvents groupEvents) {}

  /** What repeats and waits. */
  record Waits(
      RetryLoop retries, InterruptibleWait interruptible, ScheduledExecutorService timer) {}

  /**
   * @param botName waits until it is known
   * @param conversation null until the bot is started
   */
  UpdateHandler(
      Bot bot,
      Supplier<String> botName,
      Supplier<@Nullable Conversation> conversation,
      Ways ways,
      Inbox inbox,
      Waits waits,
      Clock clock,
      BotEvents events) {
    this.bot = bot;
    this.botName = botName;
    this.conversation = conversation;
    this.ways = ways;
    this.inbox = inbox;
    this.waits = waits;
    this.clock = clock;
    this.events = events;
    newestOfEarlierProcess = inbox.newest();
  }

  /** From now on, faults are taken for the end of the process, and updates are kept. */
  void stop() {
    stopping = true;
  }

  /** From now on, no update is marked as done. */
  void end() {
    over = true;
  }

  /** Handles one stored update. Does not throw, so that the next one of its chat follows. */
  void handle(long sequence) {
    try {
      waits
          .retries()
          .untilDone("The inbox cannot be read", () -> inbox.open(sequence))
          .ifPresent(this::handle);
    } catch (InterruptedIOException e) {
      log.debug("Update {} is handled after the next start.", sequence);
    }
  }

  private void handle(Inbox.Update update) {
    boolean again = update.sequence() <= newestOfEarlierProcess;
    try {
      for (int repeats = REPEATS; isToRepeat(update, again, repeats > 0); repeats--) {
        waits.interruptible().sleep(REPEAT.toNanos());
        again = true;
      }
    } catch (InterruptedIOException e) {
      log.debug("Update {} is handled after the next start.", update.sequence());
    }
  }

  /** Handles an update. Returns whether it is to be handled once more. */
  private boolean isToRepeat(Inbox.Update update, boolean again, boolean mayRepeat) {
    AtomicBoolean repeat = new AtomicBoolean();
    DurableAnswer answer =
        DurableAnswer.to(
            update,
            again,
            mayRepeat,
            inbox.sentReplies(),
            () -> answered(update),
            a -> ended(a, update));
    answer.begin(() -> repeat.set(isToRepeat(update, answer)));
    return repeat.get();
  }

  private boolean isToRepeat(Inbox.Update update, DurableAnswer answer) {
    try {
      // Updates are handed over only once the bot is started and connected.
      Conversation started = Objects.requireNonNull(conversation.get());
      TelegramUpdate read = TelegramUpdate.of(json.readTree(update.body()));
      Optional<GroupEvent> event = GroupEvent.of(read);
      if (event.isPresent()) {
        handle(event.get());
      } else {
        handle(read, started);
      }
      events.handled();
      log.debug("Handled.");
      return false;
    } catch (TryAgain e) {
      log.warn("Update {} is handled again: {}", update.sequence(), FaultKind.of(e));
      answer.markInterrupted();
      return true;
    } catch (IOException | RuntimeException | Error e) {
      if (stopping) {
        log.warn("Update {} was interrupted; it is handled again.", update.sequence());
        answer.markInterrupted();
        return false;
      }
      // Handling it again would probably fail again, and block the chat for ever.
      log.error("Update {} was not handled.", update.sequence(), e);
      events.notHandled();
      return false;
    }
  }

  private void handle(TelegramUpdate update, Conversation started) {
    Optional<Incoming> incoming = new UpdateMapper(bot, botName.get()).map(update);
    if (incoming.isPresent()) {
      ways.channel().heardFrom(incoming.get().envelope().address());
      ways.presses().handling(update.callbackQuery(), () -> started.handle(incoming.get()));
    }
  }

  /** Counts the time until the first message of an answer. */
  private void answered(Inbox.Update update) {
    log.debug("The first message of the answer is sent.");
    events.answered(Duration.between(update.receivedAt(), clock.instant()));
  }

  private void handle(GroupEvent event) throws InterruptedIOException {
    if (event instanceof GroupEvent.Move move) {
      ways.channel().moved(move.from(), move.to());
    } else if (event instanceof GroupEvent.Membership membership && membership.present()) {
      ways.channel().heardFrom(TelegramAddress.ofChat(bot, membership.group()).toAddress());
    }
    ways.groupEvents().tell(event);
  }

  /** Handles an inline query. */
  void answer(TelegramUpdate update) {
    try {
      new UpdateMapper(bot, botName.get())
          .map(update)
          .ifPresent(Objects.requireNonNull(conversation.get())::handle);
    } catch (RuntimeException | Error e) {
      log.error("An inline query was not handled.", e);
    }
  }

  /** Marks an update as done, unless the end of the process interrupted its answer. */
  private void ended(DurableAnswer answer, Inbox.Update update) {
    if (over || answer.isInterrupted()) {
      return;
    }
    try {
      inbox.done(update.sequence());
      log.debug("Done.");
    } catch (RuntimeException e) {
      log.error("Update {} was handled, but that is not stored.", update.sequence(), e);
      retryEnded(answer, update);
    }
  }

  /** Tries again later, as the disk may be full for now. */
  private void retryEnded(DurableAnswer answer, Inbox.Update update) {
    try {
      var unused =
          waits
              .timer()
              .schedule(() -> ended(answer, update), AFTER_FAULT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("The bot is stopping.");
    }
  }
}
