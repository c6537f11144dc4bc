package io.mynah.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mynah.chat.Channel;
import io.mynah.chat.Conversation;
import io.mynah.chat.Incoming;
import io.mynah.store.inbox.Inbox;
import io.mynah.store.inbox.SentReplies;
import io.mynah.telegram.connection.BackgroundCalls;
import io.mynah.telegram.connection.BotApi;
import io.mynah.telegram.connection.BotIntroduction;
import io.mynah.telegram.connection.BotProfile;
import io.mynah.telegram.connection.DaemonThreads;
import io.mynah.telegram.connection.HttpClients;
import io.mynah.telegram.connection.InterruptibleWait;
import io.mynah.telegram.connection.ReachabilityProbe;
import io.mynah.telegram.connection.RetryLoop;
import io.mynah.telegram.connection.TelegramConfig;
import io.mynah.telegram.connection.TokenGuard;
import io.mynah.telegram.connection.WholeReplies;
import io.mynah.telegram.incoming.GroupEvents;
import io.mynah.telegram.incoming.InlineQueries;
import io.mynah.telegram.incoming.PollingSupervisor;
import io.mynah.telegram.incoming.UpdateFeed;
import io.mynah.telegram.incoming.UpdateIntake;
import io.mynah.telegram.incoming.UpdateLanes;
import io.mynah.telegram.incoming.UpdateMapper;
import io.mynah.telegram.outgoing.CallbackAnswers;
import io.mynah.telegram.outgoing.DurableAnswer;
import io.mynah.telegram.outgoing.FileDownloads;
import io.mynah.telegram.outgoing.FloodControl;
import io.mynah.telegram.outgoing.Outbox;
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
  private final SentReplies sentReplies;

  /** What was kept up to here may have been handled in part by an earlier process. */
  private final long newestOfBefore;

  private final HttpClients http;
  private final UpdateFeed feed;
  private final TelegramChannel channel;
  private final InterruptibleWait waits = new InterruptibleWait();
  private final ScheduledThreadPoolExecutor timer;
  private final PollingSupervisor supervisor;
  private final BotProfile botProfile;
  private final UpdateLanes lanes;
  private final CallbackAnswers callbackAnswers;
  private final InlineQueries queries;
  private final RetryLoop retries;
  private final GroupEvents groupEvents;
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
      TelegramConfig config, List<BotIntroduction> introductions, Inbox inbox, Clock clock) {
    this.config = config;
    this.inbox = inbox;
    sentReplies = inbox.sentReplies();
    newestOfBefore = inbox.newest();
    TokenGuard guard = new TokenGuard(config.token());
    http = new HttpClients(config);
    feed = new UpdateFeed(guard, clock);
    timer = new ScheduledThreadPoolExecutor(TIMER_THREADS, new DaemonThreads("telegram-timer"));
    timer.setRemoveOnCancelPolicy(true);
    WholeReplies whole = new WholeReplies(guard);
    BotApi api = new BotApi(config, http.forCalls(whole), http.forUploads(whole), guard);
    FloodControl flood = new FloodControl(config.rates(), System::nanoTime);
    ReachabilityProbe reachability = new ReachabilityProbe(api, config.pace(), waits);
    retries = new RetryLoop(config.pace(), waits);
    groupEvents = new GroupEvents(() -> conversation, retries, config.pace(), timer);
    Outbox outbox = new Outbox(api, flood, waits, reachability, groupEvents::moved);
    FileDownloads downloads =
        new FileDownloads(config, http.forFiles(), guard, waits, reachability);
    BackgroundCalls backgroundCalls = new BackgroundCalls(api, config.pace(), timer);
    callbackAnswers = new CallbackAnswers(backgroundCalls, timer);
    channel =
        new TelegramChannel(
            config,
            api,
            outbox,
            flood,
            downloads,
            backgroundCalls,
            sentReplies,
            inbox.edits(),
            reachability,
            callbackAnswers,
            timer);
    lanes = new UpdateLanes(config.threads(), MOST_WAITING, this::handle);
    queries = new InlineQueries(this::answer);
    UpdateIntake intake =
        new UpdateIntake(inbox, feed, lanes, callbackAnswers::came, queries::accept, config.pace());
    botProfile = new BotProfile(api, backgroundCalls, introductions);
    supervisor = new PollingSupervisor(config, inbox, intake, feed, botProfile, http, clock);
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
  public void introducePersonally(List<BotIntroduction> introductions) {
    botProfile.introducePersonally(introductions);
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
      supervisor.stop();
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
      waits.end();
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
        if (supervisor.run(connected)) {
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
      waits.sleep(AFTER_FAULT.toNanos());
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
    DurableAnswer answer = DurableAnswer.to(update, again, sentReplies, a -> ended(a, update));
    answer.begin(() -> handle(update, answer));
  }

  private void handle(Inbox.Update update, DurableAnswer answer) {
    try {
      // Nothing is handed over before the bot is started and connected.
      Conversation with = Objects.requireNonNull(conversation);
      JsonNode body = json.readTree(update.body());
      UpdateMapper.move(body).ifPresent(move -> channel.moved(move.from(), move.to()));
      groupEvents.tell(body);
      Optional<Incoming> incoming = new UpdateMapper(connected.join()).map(body);
      if (incoming.isPresent()) {
        channel.heardFrom(incoming.get().envelope().address());
        callbackAnswers.handling(
            UpdateMapper.callbackQuery(body), () -> with.handle(incoming.get()));
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
  private void ended(DurableAnswer answer, Inbox.Update update) {
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
  private void retryEnded(DurableAnswer answer, Inbox.Update update) {
    try {
      var unused =
          timer.schedule(
              () -> ended(answer, update), AFTER_FAULT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("The bot is stopping.");
    }
  }
}
