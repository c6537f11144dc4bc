package io.mynah.store.database;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to do something alone on a database that several processes share: a row that its holder
 * renews. A holder that cannot renew it in time has lost it before anybody else gets it; one that
 * stood still for longer than that finds out a moment after it goes on. Thread-safe.
 */
public final class Lease implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Lease.class);

  /**
   * How long a lease is valid, and how much earlier its holder gives it up.
   *
   * @param length after it was renewed, by the server's clock
   * @param margin for the holder to stop what it does
   * @param renewal the time between two renewals
   */
  public record Timing(Duration length, Duration margin, Duration renewal) {
    /** A successor begins at most 12 seconds after the holder died, and what it takes to notice. */
    public static final Timing DEFAULT =
        new Timing(Duration.ofSeconds(12), Duration.ofSeconds(4), Duration.ofSeconds(2));
  }

  /** The leases of workers begin with this. */
  public static final String WORKERS = "worker ";

  /** An expression: the time of the server's clock in milliseconds since 1970-01-01 UTC. */
  public static final String NOW = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

  /** A condition: whether somebody holds the lease whose name is put in. */
  public static final String IS_HELD =
      "exists (select 1 from leases where leases.name = %s and leases.until_at > " + NOW + ")";

  /** The rows of holders who died are kept for so long. */
  private static final Duration KEPT = Duration.ofDays(1);

  private static final Duration LOOKED_AFTER_EVERY = Duration.ofMillis(200);

  private final Jdbi jdbi;
  private final String name;
  private final String holder;
  private final Timing timing;
  private final Runnable lost;
  private final LongSupplier millis;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** One renews, which may hang; the other notices that. */
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          2,
          work -> {
            Thread thread = new Thread(work, "lease");
            thread.setDaemon(true);
            return thread;
          });

  /** When the last renewal that succeeded began, in {@link System#nanoTime()}. */
  private volatile long renewedAt;

  /** The same by the clock, which goes on while the machine sleeps. */
  private volatile long renewedMillis;

  private Lease(Database database, String name, Timing timing, Runnable lost, LongSupplier millis) {
    this.millis = millis;
    // Not pooled: other work must not keep it from being renewed.
    jdbi = Jdbi.create(database.dialect().unpooled());
    this.name = name;
    this.timing = timing;
    this.lost = lost;
    holder = UUID.randomUUID().toString();
  }

  /**
   * Takes a lease that nobody holds.
   *
   * @param database on PostgreSQL
   * @param name what is done alone
   * @param lost called once if it cannot be renewed in time, on a thread of its own; what is done
   *     alone must end within the margin
   * @return empty if somebody holds it
   * @throws UnusableServer if the server does not answer
   */
  public static Optional<Lease> take(Database database, String name, Timing timing, Runnable lost) {
    return take(database, name, timing, lost, System::currentTimeMillis);
  }

  /**
   * The same with another clock.
   *
   * @param millis since some moment
   */
  static Optional<Lease> take(
      Database database, String name, Timing timing, Runnable lost, LongSupplier millis) {
    Lease lease = new Lease(database, name, timing, lost, millis);
    boolean taken = false;
    try {
      lease.jdbi.useHandle(
          h -> h.execute("delete from leases where until_at < " + NOW + " - ?", KEPT.toMillis()));
      taken = lease.renew();
    } catch (JdbiException e) {
      throw new UnusableServer("The database server does not answer. Check that it runs.", e);
    } finally {
      if (!taken) {
        lease.threads.shutdownNow();
      }
    }
    if (!taken) {
      return Optional.empty();
    }
    lease.keep();
    return Optional.of(lease);
  }

  /** How many leases that begin like this are held. */
  public static int countHeld(Database database, String beginning) {
    return database.read(
        h ->
            h.createQuery(
                    "select count(*) from leases where name like :pattern and until_at > " + NOW)
                .bind("pattern", beginning + "%")
                .mapTo(Integer.class)
                .one());
  }

  /** Whether somebody holds a lease. */
  public static boolean isHeld(Database database, String name) {
    return database.read(
        h ->
            h.createQuery("select " + IS_HELD.formatted(":name"))
                .bind("name", name)
                .mapTo(Boolean.class)
                .one());
  }

  private void keep() {
    long renewal = timing.renewal().toMillis();
    var unusedRenewal =
        threads.scheduleWithFixedDelay(this::renewOrWarn, renewal, renewal, TimeUnit.MILLISECONDS);
    long every = LOOKED_AFTER_EVERY.toMillis();
    var unusedCheck =
        threads.scheduleWithFixedDelay(this::check, every, every, TimeUnit.MILLISECONDS);
  }

  private void renewOrWarn() {
    try {
      if (!renew()) {
        lose(); // somebody else has it: this process stood still
      }
    } catch (JdbiException e) {
      log.warn("A lease could not be renewed, tried again: {}", e.getClass());
    }
  }

  private boolean renew() {
    long begun = System.nanoTime();
    long begunMillis = millis.getAsLong();
    boolean held =
        jdbi.withHandle(
            h ->
                h.createUpdate(
                            """
                            insert into leases (name, holder, until_at)
                            select :name, :holder, now_millis + :length from (select %s) as clock (now_millis)
                            on conflict (name) do update
                            set holder = excluded.holder, until_at = excluded.until_at
                            where leases.holder = excluded.holder or leases.until_at <= %s"""
                                .formatted(NOW, NOW))
                        .bind("name", name)
                        .bind("holder", holder)
                        .bind("length", timing.length().toMillis())
                        .execute()
                    > 0);
    if (held) {
      renewedAt = begun;
      renewedMillis = begunMillis;
    }
    return held;
  }

  /**
   * Gives it up if it was not renewed in time. A process that stood still may call this before
   * anything that it may only do with the lease.
   */
  public void check() {
    Duration most = timing.length().minus(timing.margin());
    if (System.nanoTime() - renewedAt > most.toNanos()) {
      lose();
    } else if (millis.getAsLong() - renewedMillis > most.toMillis()) {
      // The machine slept, or its clock was set.
      renewOrLose();
    }
  }

  private void renewOrLose() {
    try {
      if (!renew()) {
        lose();
      }
    } catch (JdbiException e) {
      lose();
    }
  }

  private void lose() {
    if (!ended.getAndSet(true)) {
      threads.shutdown();
      lost.run();
    }
  }

  /** A renewal that ends after the row was deleted would make it again. */
  private void awaitRenewal() {
    try {
      boolean unused = threads.awaitTermination(timing.renewal().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives it up, so that others need not wait. */
  @Override
  public void close() {
    if (ended.getAndSet(true)) {
      return;
    }
    threads.shutdown();
    awaitRenewal();
    try {
      jdbi.useHandle(
          h ->
              h.createUpdate("delete from leases where name = :name and holder = :holder")
                  .bind("name", name)
                  .bind("holder", holder)
                  .execute());
    } catch (JdbiException e) {
      log.warn("A lease could not be given up, and ends by itself: {}", e.getClass());
    }
  }
}
