package io.mynah.app.wiring;

import io.mynah.chat.limits.DiskSpace;
import io.mynah.chat.limits.Limits;
import io.mynah.chat.upload.UploadFeature;
import io.mynah.domain.Job;
import io.mynah.ops.Check;
import io.mynah.ops.DataProbe;
import io.mynah.ops.Health;
import io.mynah.ops.HeapCheck;
import io.mynah.ops.Metrics;
import io.mynah.ops.OpsServer;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.inbox.Inbox;
import io.mynah.telegram.TelegramBot;
import io.mynah.telegram.connection.BotEvents;
import io.mynah.training.TrainingListener;
import io.mynah.training.TrainingService;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Metrics and health of this process, served if the setting {@code ops.port} is set; otherwise
 * nothing is measured. Thread-safe.
 */
public final class Operations implements AutoCloseable {
  /** Nothing is measured. */
  static final Operations OFF = new Operations(null, Clock.systemUTC());

  /** A poll lasts 50 seconds at most, so that more than one has failed by then. */
  private static final Duration LONGEST_WITHOUT_POLL = Duration.ofMinutes(2);

  /** Why the data is not open yet. */
  enum Waiting {
    OPENING("it is not open yet"),
    SERVER_AWAY("it is not open yet: the database server does not answer"),
    OTHER_MYNAH("it is not open yet: another Mynah is using it, and this one follows");

    private final String words;

    Waiting(String words) {
      this.words = words;
    }
  }

  private record Parts(Metrics metrics, Health health, OpsServer server) {}

  private final @Nullable Parts parts;
  private final Clock clock;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean open;
  private volatile Waiting waiting = Waiting.OPENING;

  private Operations(@Nullable Parts parts, Clock clock) {
    this.parts = parts;
    this.clock = clock;
  }

  /**
   * Begins to serve, if that is set. Until the data is open, the process is not ready.
   *
   * @throws CommandFailure if the address cannot be served at
   */
  public static Operations start(CommandEnvironment environment) {
    Optional<InetSocketAddress> address = environment.config().ops().server();
    if (address.isEmpty()) {
      return OFF;
    }
    OpsServer.limitSlowClients();
    Metrics metrics = new Metrics(Version.NUMBER);
    Health health = new Health(environment.clock(), Health.Pace.USUAL);
    Operations made =
        new Operations(
            new Parts(metrics, health, serve(address.get(), metrics, health)), environment.clock());
    made.add(
        new Check("data", () -> made.open ? Optional.empty() : Optional.of(made.waiting.words)));
    return made;
  }

  private static OpsServer serve(InetSocketAddress address, Metrics metrics, Health health) {
    try {
      return OpsServer.start(address, metrics, health);
    } catch (IOException | IllegalArgumentException e) {
      health.close();
      metrics.close();
      throw new CommandFailure(
          "Metrics and health cannot be served at %s, port %d: it is in use, or not this machine's. Set %s to another port, or to 0 to do without."
              .formatted(
                  address.getHostString(), address.getPort(), ConfigLoader.variable("ops.port")),
          ExitCode.USAGE);
    }
  }

  private void add(Check check) {
    add(check, Health.Pace.USUAL);
  }

  private void add(Check check, Health.Pace pace) {
    if (parts != null) {
      parts.health().add(check, pace);
      parts.metrics().watchCheck(parts.health(), check.name());
    }
  }

  /** Is told what keeps the data from being open. */
  void waitsFor(Waiting reason) {
    if (parts != null) {
      waiting = reason;
    }
  }

  /** Watches the data, which is open from now on. */
  void watch(ApplicationContext application) {
    if (parts == null) {
      return;
    }
    Limits limits = application.config.limits().toLimits();
    DiskSpace disk = new DiskSpace(application.home.folder(), limits.diskReserve());
    parts.metrics().watchDisk(disk::free);
    parts.metrics().watchModels(application.models);
    parts.metrics().watchDatabase(application.database);
    DataProbe probe = new DataProbe(application.database);
    // A process that cannot reach its server ends soon.
    add(
        new Check("database", probe::databaseProblem),
        application.database.dialect().isOnServer() ? Health.Pace.FAST : Health.Pace.USUAL);
    add(new Check("key", probe::keyProblem));
    add(
        new Check(
            "disk",
            () ->
                disk.hasRoom()
                    ? Optional.empty()
                    : Optional.of(
                        "less than %d MB are free".formatted(limits.diskReserve() >> 20))));
    add(new Check("heap", HeapCheck.of(limits.memoryReserve())));
    open = true;
  }

  /** Watches the trainings of this process. */
  void watch(TrainingService training) {
    if (parts != null) {
      parts.metrics().watchTrainings(training);
    }
  }

  /** Watches a bot. */
  public void watch(ApplicationContext application, TelegramBot bot, Inbox inbox) {
    if (parts == null) {
      return;
    }
    parts
        .metrics()
        .watchQueues(
            inbox,
            application.jobs,
            new Uploads(application.database),
            UploadFeature.STATES,
            clock);
    parts.metrics().watchPolls(bot::lastSuccessfulPoll, clock);
    add(new Check("poll", () -> pollProblem(bot)));
  }

  private Optional<String> pollProblem(TelegramBot bot) {
    return bot.lastSuccessfulPoll()
        .map(at -> Duration.between(at, clock.instant()))
        .map(
            age ->
                age.compareTo(LONGEST_WITHOUT_POLL) <= 0
                    ? Optional.<String>empty()
                    : Optional.of(
                        "Telegram has not answered a poll for %d s".formatted(age.toSeconds())))
        .orElseGet(() -> Optional.of("Telegram has not answered a poll yet"));
  }

  /** Counts what a bot does. */
  public BotEvents bot() {
    return parts == null ? BotEvents.IGNORED : parts.metrics().bot();
  }

  /** Tells whether this bot works, or waits for another one to end. */
  public void watchFront() {
    if (parts != null) {
      parts.metrics().watchFront(() -> open);
    }
  }

  /** Is told how long each reply took to make. */
  Consumer<Duration> replyTimes() {
    return parts == null ? time -> {} : parts.metrics().replies();
  }

  /** Counts trainings as well as telling a listener. */
  TrainingListener counting(TrainingListener listener) {
    if (parts == null) {
      return listener;
    }
    TrainingListener counts = parts.metrics().trainings();
    return new TrainingListener() {
      @Override
      public void changed(Job job) {
        listener.changed(job);
      }

      @Override
      public void ended(Job job, Duration spent) {
        counts.ended(job, spent);
        listener.ended(job, spent);
      }
    };
  }

  @Override
  public void close() {
    if (parts != null && !closed.getAndSet(true)) {
      parts.server().close();
      parts.health().close();
      parts.metrics().close();
    }
  }
}
