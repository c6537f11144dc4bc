package io.mynah.store.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** How much a pool of connections is used, counted since it was first asked for. Thread-safe. */
public final class PoolStatistics {
  private final HikariDataSource pool;
  private final LongAdder taken = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();
  private final LongAdder timeouts = new LongAdder();

  PoolStatistics(HikariDataSource pool) {
    this.pool = pool;
    pool.setMetricsTrackerFactory((name, stats) -> new Tracker());
  }

  /** The pool's name: what its connections are for. */
  public String name() {
    return pool.getPoolName();
  }

  /** Connections in use. */
  public int active() {
    return pool.getHikariPoolMXBean().getActiveConnections();
  }

  /** Open connections that nobody uses. */
  public int idle() {
    return pool.getHikariPoolMXBean().getIdleConnections();
  }

  /** Threads that wait for a connection. */
  public int waiting() {
    return pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
  }

  /** How often a connection was taken. */
  public long taken() {
    return taken.sum();
  }

  /** How long those who took one waited for it, all together. */
  public Duration waited() {
    return Duration.ofNanos(waitedNanos.sum());
  }

  /** How often nobody gave one back in time. */
  public long timeouts() {
    return timeouts.sum();
  }

  private final class Tracker implements IMetricsTracker {
    @Override
    public void recordConnectionAcquiredNanos(long nanos) {
      taken.increment();
      waitedNanos.add(nanos);
    }

    @Override
    public void recordConnectionTimeout() {
      timeouts.increment();
    }
  }
}
