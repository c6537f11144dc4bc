package io.mynah.ops;

import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.mynah.models.ModelLibrary;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.database.Database;
import io.mynah.store.inbox.Inbox;
import io.mynah.store.jobs.Jobs;
import io.mynah.telegram.connection.BotEvents;
import io.mynah.training.TrainingService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The metrics of a process. Names and labels contain nothing about people: no ids, names or texts.
 * Thread-safe.
 */
public final class Metrics implements AutoCloseable {
  /** Prometheus' text format. */
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Duration[] REPLY_TIMES = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final ExecutorService readers =
      Executors.newSingleThreadExecutor(OpsThreads.named("ops-metrics"));
  private final TrainingMetrics trainings = new TrainingMetrics(registry);

  /**
   * Begins to measure the JVM.
   *
   * @param version of this program
   */
  public Metrics(String version) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    Gauge.builder("mynah.build.info", () -> 1)
        .description("The version of Mynah and of Java")
        .tags("version", version, "java", Runtime.version().toString())
        .register(registry);
  }

  /** All metrics in Prometheus' text format. */
  String scrape() {
    return registry.scrape();
  }

  /** Counts trainings. */
  public TrainingMetrics trainings() {
    return trainings;
  }

  /** Measures how many trainings run in this process. */
  public void watchTrainings(TrainingService service) {
    gauge("mynah.training.runs", "Trainings that run in this process", service::running);
  }

  /** Counts what a bot does. */
  public BotEvents bot() {
    return new BotMetrics(registry);
  }

  /** Measures the connections to the database. */
  public void watchDatabase(Database database) {
    DatabaseMetrics.bind(registry, database.statistics());
  }

  /**
   * Measures what waits in the database, whichever process works on it.
   *
   * @param uploadStates all states of uploads
   */
  public void watchQueues(
      Inbox inbox, Jobs jobs, Uploads uploads, Set<String> uploadStates, Clock clock) {
    new QueueMetrics(inbox, jobs, uploads, readers, clock).bind(registry, uploadStates);
  }

  /** Measures how long ago Telegram last answered a poll; not a number before the first time. */
  public void watchPolls(Supplier<Optional<Instant>> last, Clock clock) {
    Gauge.builder(
            "mynah.poll.age", () -> last.get().map(at -> seconds(at, clock)).orElse(Double.NaN))
        .description("Time since Telegram last answered a poll")
        .baseUnit("seconds")
        .register(registry);
  }

  /** The seconds since an instant. */
  static double seconds(Instant since, Clock clock) {
    return Duration.between(since, clock.instant()).toMillis() / 1e3;
  }

  /** Measures how long it takes to make a reply. */
  public Consumer<Duration> replies() {
    Timer timer =
        Timer.builder("mynah.reply.making")
            .description("Time to make a reply, with its model loaded if need be")
            .serviceLevelObjectives(REPLY_TIMES)
            .register(registry);
    return timer::record;
  }

  /** Measures whether this process is the bot that works. */
  public void watchFront(BooleanSupplier front) {
    gauge("mynah.front", "1 if this bot works, 0 if it waits for another", () -> is(front));
  }

  /** Measures the free space of the disk. */
  public void watchDisk(Supplier<OptionalLong> free) {
    Gauge.builder(
            "mynah.disk.free",
            () -> free.get().stream().asDoubleStream().findFirst().orElse(Double.NaN))
        .description("Free space on the disk of the data folder")
        .baseUnit("bytes")
        .register(registry);
  }

  /** Measures whether a check of a name holds. */
  public void watchCheck(Health health, String name) {
    Gauge.builder("mynah.check.ok", () -> is(() -> health.holds(name)))
        .description("1 if a check of /ready holds")
        .tag("check", name)
        .register(registry);
  }

  /** Measures the cache of models. */
  public void watchModels(ModelLibrary models) {
    String requests = "Requests for a model, which was in memory (hit) or not (miss)";
    cacheCounter("requests", requests, "hit", models, CacheStats::hitCount);
    cacheCounter("requests", requests, "miss", models, CacheStats::missCount);
    String loads = "Models read from the store";
    cacheCounter("loads", loads, "ok", models, CacheStats::loadSuccessCount);
    cacheCounter("loads", loads, "failed", models, CacheStats::loadFailureCount);
    FunctionCounter.builder(
            "mynah.model.cache.load", models, m -> m.cacheStatistics().totalLoadTime() / 1e9)
        .description("Time spent loading models")
        .baseUnit("seconds")
        .register(registry);
    gauge("mynah.model.cache.models", "Models in memory", models::loadedModels);
    Gauge.builder("mynah.model.cache.size", models::loadedBytes)
        .description("Memory of the models in memory")
        .baseUnit("bytes")
        .register(registry);
  }

  private void cacheCounter(
      String name,
      String description,
      String result,
      ModelLibrary models,
      ToLongFunction<CacheStats> count) {
    FunctionCounter.builder(
            "mynah.model.cache." + name, models, m -> count.applyAsLong(m.cacheStatistics()))
        .description(description)
        .tag("result", result)
        .register(registry);
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  private static int is(BooleanSupplier condition) {
    return condition.getAsBoolean() ? 1 : 0;
  }

  @Override
  public void close() {
    readers.shutdownNow();
    collections.close();
    registry.close();
  }
}
