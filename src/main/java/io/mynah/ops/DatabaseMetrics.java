package io.mynah.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.mynah.store.database.PoolStatistics;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The metrics of connections to the database. */
final class DatabaseMetrics {
  private static final String POOL = "pool";
  private static final String STATE = "state";

  private DatabaseMetrics() {}

  static void bind(MeterRegistry registry, List<PoolStatistics> pools) {
    pools.forEach(pool -> bind(registry, pool));
  }

  private static void bind(MeterRegistry registry, PoolStatistics pool) {
    connections(registry, pool, "active", pool::active);
    connections(registry, pool, "idle", pool::idle);
    Gauge.builder("mynah.database.waiting.threads", pool::waiting)
        .description("Threads that wait for a connection")
        .tag(POOL, pool.name())
        .register(registry);
    FunctionTimer.builder(
            "mynah.database.wait",
            pool,
            PoolStatistics::taken,
            p -> p.waited().toNanos(),
            TimeUnit.NANOSECONDS)
        .description("Time that threads waited for a connection")
        .tag(POOL, pool.name())
        .register(registry);
    FunctionCounter.builder("mynah.database.timeouts", pool, PoolStatistics::timeouts)
        .description("Threads that were given no connection in time")
        .tag(POOL, pool.name())
        .register(registry);
  }

  private static void connections(
      MeterRegistry registry, PoolStatistics pool, String state, Supplier<Number> count) {
    Gauge.builder("mynah.database.connections", count)
        .description("Open connections")
        .tags(POOL, pool.name(), STATE, state)
        .register(registry);
  }
}
