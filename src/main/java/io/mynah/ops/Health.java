package io.mynah.ops;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Whether a process works, and whether it is ready to serve. The checks are made in the background,
 * so that asking waits for nothing. Thread-safe.
 */
public final class Health implements AutoCloseable {
  /**
   * How often a check is made, and how long it may take.
   *
   * @param interval between two makings
   * @param longest a check that takes longer does not hold: what it waits for does not answer
   */
  public record Pace(Duration interval, Duration longest) {
    /** That of most checks. */
    public static final Pace USUAL = new Pace(Duration.ofSeconds(5), Duration.ofSeconds(10));

    /** Of what is to be noticed within seconds. */
    public static final Pace FAST = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(3));
  }

  /** One may hang while another is made. */
  private static final int THREADS = 2;

  private final Clock clock;
  private final Pace usual;
  private final List<WatchedCheck> checks = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(THREADS, OpsThreads.named("ops-checks"));

  /**
   * @param usual of checks that are added without a pace of their own
   */
  public Health(Clock clock, Pace usual) {
    this.clock = clock;
    this.usual = usual;
  }

  /** Makes a check from now on. */
  public void add(Check check) {
    add(check, usual);
  }

  /** Makes a check from now on, at another pace. */
  public void add(Check check, Pace pace) {
    WatchedCheck watched = new WatchedCheck(check, pace.longest(), clock);
    checks.add(watched);
    var unused =
        threads.scheduleWithFixedDelay(
            watched::make, 0, pace.interval().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What the checks last found, in the order in which they were added. */
  public List<CheckStatus> statuses() {
    return checks.stream().map(WatchedCheck::status).toList();
  }

  /** Whether the check of a name holds. */
  boolean holds(String name) {
    return statuses().stream()
        .filter(status -> status.name().equals(name))
        .allMatch(CheckStatus::holds);
  }

  /** Why the process does not work any more; empty if it works. */
  public Optional<String> deadlock() {
    long[] deadlocked = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
    return deadlocked == null
        ? Optional.empty()
        : Optional.of(deadlocked.length + " threads wait for each other");
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
