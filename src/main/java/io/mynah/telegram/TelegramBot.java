package io.mynah.telegram;

import io.mynah.chat.Channel;
import io.mynah.chat.Conversation;
import io.mynah.chat.VoiceBotHost;
import io.mynah.logging.ContextThreads;
import io.mynah.store.inbox.Inbox;
import io.mynah.telegram.connection.BackgroundCalls;
import io.mynah.telegram.connection.BotApi;
import io.mynah.telegram.connection.BotEvents;
import io.mynah.telegram.connection.BotIntroduction;
import io.mynah.telegram.connection.BotProfile;
import io.mynah.telegram.connection.DaemonThreads;
import io.mynah.telegram.connection.HttpClients;
import io.mynah.telegram.connection.InterruptibleWait;
import io.mynah.telegram.connection.ReachabilityProbe;
import io.mynah.telegram.connection.ReplyCheckInterceptor;
import io.mynah.telegram.connection.RetryLoop;
import io.mynah.telegram.connection.TelegramConfig;
import io.mynah.telegram.connection.TokenGuard;
import io.mynah.telegram.incoming.GroupEvents;
import io.mynah.telegram.incoming.InlineQueries;
import io.mynah.telegram.incoming.PollingSupervisor;
import io.mynah.telegram.incoming.UpdateBodyInterceptor;
import io.mynah.telegram.incoming.UpdateIntake;
import io.mynah.telegram.incoming.UpdateLanes;
import io.mynah.telegram.outgoing.CallbackAnswers;
import io.mynah.telegram.outgoing.FileDownloads;
import io.mynah.telegram.outgoing.FloodControl;
import io.mynah.telegram.outgoing.Outbox;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the bot on Telegram: receives updates, has them handled, and provides the conversation's
 * channel.
 *
 * <p>Polling stores each update durably in the inbox, from which the lane of its chat handles it;
 * after a restart the inbox is handled first. The network may be down at the start and at any later
 * time. Thread-safe; started once, closed once.
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
  private static final int TIMER_THREADS_OF_A_VOICE = 2;

  private static final Duration AFTER_FAULT = Duration.ofSeconds(5);
  private static final Duration DEADLINE = Duration.ofSeconds(8);

  /** How many updates may wait in memory, each as a number only; more wait in the inbox. */
  private static final int MOST_WAITING = 100_000;

  private final TelegramConfig config;
  private final Inbox inbox;

  private final HttpClients http;
  private final UpdateBodyInterceptor feed;
  private final TelegramChannel channel;
  private final VoiceBotRunner voiceBots;
  private final Channel routing;
  private final InterruptibleWait waits = new InterruptibleWait();
  private final ScheduledThreadPoolExecutor timer;
  private final PollingSupervisor supervisor;
  private final BotProfile botProfile;
  private final UpdateHandler handler;
  private final UpdateLanes lanes;
  private final InlineQueries queries;
  private final Thread pollingThread;
  private final CompletableFuture<String> connected = new CompletableFuture<>();
  private final CompletableFuture<End> ended = new CompletableFuture<>();
  private volatile @Nullable Conversation conversation;
  private final AtomicBoolean closeStarted = new AtomicBoolean();
  private volatile boolean closing;

  /** A bot whose events nobody counts. */
  public TelegramBot(
      TelegramConfig config,
      List<BotIntroduction> introductions,
      Inbox inbox,
      Clock clock,
      Runnable beforeCall) {
    this(config, introductions, inbox, clock, beforeCall, BotEvents.IGNORED);
  }

  /**
   * @param introductions how the bot presents itself, by language
   * @param clock of the inbox, too
   * @param beforeCall run before each call is sent, on its thread
   */
  public TelegramBot(
      TelegramConfig config,
      List<BotIntroduction> introductions,
      Inbox inbox,
      Clock clock,
      Runnable beforeCall,
      BotEvents events) {
    this.config = config;
    this.inbox = inbox;
    TokenGuard guard = new TokenGuard(config.token());
    http = new HttpClients(config, beforeCall);
    feed = new UpdateBodyInterceptor(guard, clock);
    timer = new ContextThreads(timerThreads(config), new DaemonThreads("telegram-timer"));
    timer.setRemoveOnCancelPolicy(true);
    ReplyCheckInterceptor wholeReplies = new ReplyCheckInterceptor(guard);
    BotApi api =
        new BotApi(
            config, http.forCalls(wholeReplies), http.forUploads(wholeReplies), guard, events);
    FloodControl flood = new FloodControl(config.rates(), System::nanoTime);
    ReachabilityProbe reachability = new ReachabilityProbe(api, config.pace(), waits);
    RetryLoop retries = new RetryLoop(config.pace(), waits);
    GroupEvents groupEvents =
        new GroupEvents(config.bot(), () -> conversation, retries, config.pace(), timer);
    Outbox outbox = new Outbox(api, flood, waits, reachability, groupEvents::moved, events);
    FileDownloads downloads =
        new FileDownloads(config, http.forFiles(), guard, waits, reachability);
    BackgroundCalls backgroundCalls = new BackgroundCalls(api, config.pace(), timer);
    CallbackAnswers callbackAnswers = new CallbackAnswers(backgroundCalls, timer);
    channel =
        new TelegramChannel(
            config,
            api,
            outbox,
            flood,
            downloads,
            backgroundCalls,
            inbox.sentReplies(),
            inbox.edits(),
            reachability,
            callbackAnswers,
            timer);
    voiceBots =
        new VoiceBotRunner(config, inbox, clock, beforeCall, events, outbox, backgroundCalls);
    routing = new RoutingChannel(channel, voiceBots::channel);
    handler =
        new UpdateHandler(
            config.bot(),
            connected::join,
            () -> conversation,
            new UpdateHandler.Ways(channel, callbackAnswers, groupEvents),
            inbox,
            new UpdateHandler.Waits(retries, waits, timer),
            clock,
            events);
    lanes = new UpdateLanes(config.threads(), MOST_WAITING, handler::handle);
    queries = new InlineQueries(handler::answer);
    UpdateIntake intake =
        new UpdateIntake(
            inbox, feed, lanes, callbackAnswers::received, queries::accept, config.pace(), events);
    botProfile = new BotProfile(api, backgroundCalls, introductions);
    supervisor = new PollingSupervisor(config, inbox, intake, feed, botProfile, http, clock);
    pollingThread = new DaemonThreads("telegram-keeper").newThread(this::keepPolling);
  }

  private static int timerThreads(TelegramConfig config) {
    return config.bot().voice().isPresent() ? TIMER_THREADS_OF_A_VOICE : TIMER_THREADS;
  }

  /**
   * The channel that sends to Telegram, by this bot or by the voices' own that it runs; may be used
   * once {@link #start} was called.
   */
  public Channel channel() {
    return routing;
  }

  /** The channel that sends by this bot only. */
  Channel ownChannel() {
    return channel;
  }

  /** Runs voices' own bots, once {@link #start} was called; they end with this bot. */
  public VoiceBotHost voiceBots() {
    return voiceBots;
  }

  /** Connects as soon as the network allows, and handles updates. Returns at once. */
  public void start(Conversation conversation) {
    this.conversation = conversation;
    config.botId().ifPresent(inbox::belongsTo);
    channel.resume();
    voiceBots.start(conversation);
    pollingThread.start();
  }

  /** Sets the personal menus anew. Returns at once. */
  public void introducePersonally(List<BotIntroduction> introductions) {
    botProfile.introducePersonally(introductions);
  }

  /** Sets a voice's own bot's name, unless it is null, and its descriptions. Returns at once. */
  void present(@Nullable String name, List<VoiceBotHost.Profile> profiles) {
    botProfile.present(name, profiles);
  }

  /** The bot's user name without @; empty until Telegram has reported it. */
  public Optional<String> botUsername() {
    return Optional.ofNullable(connected.getNow(null));
  }

  /** Completes with the bot's user name once connected, and never exceptionally. */
  public CompletableFuture<String> connected() {
    return connected.copy();
  }

  /** Completes with the reason when the bot has ended, and never exceptionally. */
  public CompletableFuture<End> ended() {
    return ended.copy();
  }

  /** When Telegram last answered a poll successfully; used as the health check. */
  public Optional<Instant> lastSuccessfulPoll() {
    return feed.lastSuccess();
  }

  @Override
  public void close() {
    close(DEADLINE);
  }

  /**
   * Stops polling, waits for updates being handled, makes the pending edits, and ends. Other
   * updates are handled after the next start.
   *
   * @param deadline for all of this; work that still runs then is interrupted
   */
  public void close(Duration deadline) {
    if (!closeStarted.compareAndSet(false, true)) {
      awaitEnd(deadline);
      return;
    }
    closing = true;
    handler.stop();
    long end = System.nanoTime() + deadline.toNanos();
    try {
      supervisor.stop();
      pollingThread.interrupt();
      voiceBots.close(left(end));
      if (pollingThread.isAlive()) {
        pollingThread.join(Math.max(1, left(end).toMillis() / 2));
      }
      if (!lanes.close(left(end).multipliedBy(4).dividedBy(5))) {
        log.warn("What was being handled did not end in time; it is handled again next time.");
      }
      channel.flush(left(end));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      queries.close();
      handler.end();
      waits.end();
      timer.shutdownNow();
      http.close();
      ended.complete(End.CLOSED);
    }
  }

  /** Waits while another thread closes the bot. */
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

  private void keepPolling() {
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
        recover(e);
      }
    }
  }

  /** Keeps polling alive after any fault, even if there is no memory to log it. */
  private void recover(Throwable fault) {
    try {
      log.error("Polling ended by a fault; it begins again.", fault);
      pause();
    } catch (RuntimeException | Error again) {
      // Polling begins again at once.
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
    if (config.bot().voice().isPresent()) {
      log.warn("Telegram does not accept the token of a voice's bot.");
    } else {
      log.error(
          "Telegram does not accept the bot's token. Ask @BotFather for the right one and start"
              + " again.");
    }
    ended.complete(End.TOKEN_REFUSED);
  }
}
