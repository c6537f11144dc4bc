package io.mynah.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mynah.chat.Channel;
import io.mynah.chat.Conversation;
import io.mynah.chat.Incoming;
import io.mynah.store.Inbox;
import io.mynah.store.Replies;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bot on Telegram: takes updates in, has them handled, and gives the conversation its channel.
 *
 * <p>An update travels from the poll to the inbox, where it is safe, and from there to its chat's
 * lane; after a restart the inbox is handled first. The network may be down at the start and at any
 * time later. Thread-safe; started once, closed once.
 */
public final class TelegramBot implements AutoCloseable {
  /** Why a bot ended. */
  public enum End {
    /** It was closed. */
    CLOSED,
    /** Telegram does not accept its token. */
    TOKEN_REFUSED
  }

  private static final Logger log = LoggerFactory.getLogger(TelegramBot.class);
  private static final int TIMER_THREADS = 8;
  private static final Duration AFTER_FAULT = Duration.ofSeconds(5);
  private static final Duration DEADLINE = Duration.ofSeconds(8);

  /** So many updates may wait in memory, each with a number alone; more wait in the inbox. */
  private static final int MOST_WAITING = 100_000;

  private final TelegramConfig config;
  private final Inbox inbox;
  private final Replies replies;

  /** What was kept up to here may have been handled in part by an earlier process. */
  private final long newestOfBefore;

  private final HttpClients http;
  private final UpdateFeed feed;
  private final TelegramChannel channel;
  private final Patience patience = new Patience();
  private final ScheduledThreadPoolExecutor timer;
  private final Keeper keeper;
  private final Greeter greeter;
  private final Lanes lanes;
  private final Presses presses;
  private final InlineQueries queries;
  private final RetryLoop retries;
  private final GroupNews groupNews;
  private final Thread keeping;
  private final CompletableFuture<String> connected = new CompletableFuture<>();
  private final CompletableFuture<End> ended = new CompletableFuture<>();
  private final ObjectMapper json = new ObjectMapper();
  private volatile @Nullable Conversation conversation;
  private final AtomicBoolean begunToClose = new AtomicBoolean();
  private volatile boolean closing;
  private volatile boolean closed;

  /**
   * @param introductions how the bot presents itself, by language
   */
  public TelegramBot(
      TelegramConfig config, List<Introduction> introductions, Inbox inbox, Clock clock) {
    this.config = config;
    this.inbox = inbox;
    replies = inbox.replies();
    newestOfBefore = inbox.newest();
    TokenGuard guard = new TokenGuard(config.token());
    http = new HttpClients(config);
    feed = new UpdateFeed(guard, clock);
    timer = new ScheduledThreadPoolExecutor(TIMER_THREADS, new DaemonThreads("telegram-timer"));
    timer.setRemoveOnCancelPolicy(true);
    WholeReplies whole = new WholeReplies(guard);
    BotApi api = new BotApi(config, http.forCalls(whole), http.forUploads(whole), guard);
    FloodControl flood = new FloodControl(config.rates(), System::nanoTime);
    Reach reach = new Reach(api, config.pace(), patience);
    retries = new RetryLoop(config.pace(), patience);
    groupNews = new GroupNews(() -> conversation, retries, config.pace(), timer);
    Outbox outbox = new Outbox(api, flood, patience, reach, groupNews::moved);
    Downloads downloads = new Downloads(config, http.forFiles(), guard, patience, reach);
    Errands errands = new Errands(api, config.pace(), timer);
    presses = new Presses(errands, timer);
    channel =
        new TelegramChannel(
            config,
            api,
            outbox,
            flood,
            downloads,
            errands,
            replies,
            inbox.edits(),
            reach,
            presses,
            timer);
    lanes = new Lanes(config.threads(), MOST_WAITING, this::handle);
    queries = new InlineQueries(this::answer);
    Intake intake = new Intake(inbox, feed, lanes, presses::came, queries::accept, config.pace());
    greeter = new Greeter(api, errands, introductions);
    keeper = new Keeper(config, inbox, intake, feed, greeter, http, clock);
    keeping = new DaemonThreads("telegram-keeper").newThread(this::keep);
  }

  /** The way out to people on Telegram; to be used from {@link #start} on. */
  public Channel channel() {
    return channel;
  }

  /** Connects, as soon as the network lets it, and has everything handled. Returns at once. */
  public void start(Conversation with) {
    conversation = with;
    config.bot().ifPresent(inbox::belongsTo);
    channel.resume();
    keeping.start();
  }

  /** Has the menus set anew of those who have others than most. Returns at once. */
  public void introducePersonally(List<Introduction> introductions) {
    greeter.introducePersonally(introductions);
  }

  /** The bot's user name without @, once Telegram told it. */
  public Optional<String> botUsername() {
    return Optional.ofNullable(connected.getNow(null));
  }

  /** Completes with the bot's user name when Telegram knows the bot, and never exceptionally. */
  public CompletableFuture<String> connected() {
    return connected.copy();
  }

  /** Completes when the bot ended, with the reason, and never exceptionally. */
  public CompletableFuture<End> ended() {
    return ended.copy();
  }

  /** When Telegram last answered a poll well: the sign of health. */
  public Optional<Instant> lastSuccessfulPoll() {
    return feed.lastSuccess();
  }

  @Override
  public void close() {
    close(DEADLINE);
  }

  /**
   * Stops polling, waits for what is being handled, makes the last changes of messages, and ends.
   * What was not begun is handled after the next start.
   *
   * @param deadline for all of it; beyond it what still runs is interrupted
   */
  public void close(Duration deadline) {
    if (!begunToClose.compareAndSet(false, true)) {
      awaitEnd(deadline);
      return;
    }
    closing = true;
    long end = System.nanoTime() + deadline.toNanos();
    try {
      keeper.stop();
      keeping.interrupt();
      if (keeping.isAlive()) {
        keeping.join(Math.max(1, left(end).toMillis() / 2));
      }
      if (!lanes.close(left(end).multipliedBy(4).dividedBy(5))) {
        log.warn("What was being handled did not end in time; it is handled again next time.");
      }
      channel.flush(left(end));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      queries.close();
      closed = true;
      patience.end();
      timer.shutdownNow();
      http.close();
      ended.complete(End.CLOSED);
    }
  }

  /** Somebody else closes it, or has. */
  private void awaitEnd(Duration deadline) {
    try {
      End unused = ended.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn("The bot does not end in time.");
    }
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), end - System.nanoTime()));
  }

  private void keep() {
    while (!closing) {
      try {
        if (keeper.run(connected)) {
          refused();
          return;
        }
      } catch (InterruptedException e) {
        log.debug("Polling ended.");
        return;
      } catch (RuntimeException | Error e) {
        survive(e);
      }
    }
  }

  /** Whatever it was, the bot must not become deaf: not even when there is no memory to say so. */
  private void survive(Throwable fault) {
    try {
      log.error("Polling ended by a fault; it begins again.", TokenGuard.wordless(fault));
      pause();
    } catch (RuntimeException | Error again) {
      // It begins again at once.
    }
  }

  private void pause() {
    try {
      patience.sleep(AFTER_FAULT.toNanos());
    } catch (InterruptedIOException e) {
      log.debug("Polling does not begin again, the bot is stopping.");
    }
  }

  private void refused() {
    log.error(
        "Telegram does not accept the bot's token. Ask @BotFather for the right one and start"
            + " again.");
    ended.complete(End.TOKEN_REFUSED);
  }

  /** Handles one stored update; whatever happens, the next one of its chat follows. */
  private void handle(long sequence) {
    try {
      retries
          .untilDone("The inbox cannot be read", () -> inbox.open(sequence))
          .ifPresent(this::handle);
    } catch (InterruptedIOException e) {
      log.debug("Update {} is handled after the next start.", sequence);
    }
  }

  private void handle(Inbox.Update update) {
    boolean again = update.sequence() <= newestOfBefore;
    Answer answer = Answer.to(update, again, replies, a -> ended(a, update));
    answer.begin(() -> handle(update, answer));
  }

  private void handle(Inbox.Update update, Answer answer) {
    try {
      // Nothing is handed over before the bot is started and connected.
      Conversation with = Objects.requireNonNull(conversation);
      JsonNode body = json.readTree(update.body());
      UpdateMapper.move(body).ifPresent(move -> channel.moved(move.from(), move.to()));
      groupNews.tell(body);
      Optional<Incoming> incoming = new UpdateMapper(connected.join()).map(body);
      if (incoming.isPresent()) {
        channel.heardFrom(incoming.get().envelope().address());
        presses.handling(UpdateMapper.callbackQuery(body), () -> with.handle(incoming.get()));
      }
    } catch (IOException | RuntimeException | Error e) {
      if (closing) {
        log.warn("Update {} was interrupted; it is handled again.", update.sequence());
        answer.cutOff();
        return;
      }
      // Handling it again would most likely fail again, and the chat would wait for ever.
      log.error("Update {} was not handled.", update.sequence(), TokenGuard.wordless(e));
    }
  }

  /** Handles an inline query. */
  private void answer(JsonNode update) {
    try {
      new UpdateMapper(connected.join())
          .map(update)
          .ifPresent(Objects.requireNonNull(conversation)::handle);
    } catch (RuntimeException | Error e) {
      log.error("An inline query was not handled.", TokenGuard.wordless(e));
    }
  }

  /** Nothing is left to do for an update, unless the end of the process cut it off. */
  private void ended(Answer answer, Inbox.Update update) {
    if (closed || answer.isCutOff()) {
      return;
    }
    try {
      inbox.done(update.sequence());
    } catch (RuntimeException e) {
      log.error(
          "Update {} was handled, but that is not stored.",
          update.sequence(),
          TokenGuard.wordless(e));
      retryEnded(answer, update);
    }
  }

  /** The disk may be full, and have room later. */
  private void retryEnded(Answer answer, Inbox.Update update) {
    try {
      var unused =
          timer.schedule(
              () -> ended(answer, update), AFTER_FAULT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("The bot is stopping.");
    }
  }
}
