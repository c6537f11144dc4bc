package io.mynah.store.database;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a database's maintenance on a background thread, so that nobody waits for it. Thread-safe.
 * Close it before the database.
 */
final class Maintenance implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Maintenance.class);

  private static final Duration RETRY = Duration.ofMillis(50);
  private static final Duration RETRY_AFTER_FAULT = Duration.ofSeconds(1);

  private final BooleanSupplier emptyLog;
  private final Step emptying = new Step(this::emptyLogAgain);
  private final AtomicBoolean waiting = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor background =
      new ScheduledThreadPoolExecutor(
          1, Maintenance::thread, new ThreadPoolExecutor.DiscardPolicy());

  /**
   * @param emptyLog tries to empty the write-ahead log without waiting; returns whether it is empty
   */
  Maintenance(BooleanSupplier emptyLog) {
    this.emptyLog = emptyLog;
  }

  /** Repeats work, with a pause before each run. */
  void repeat(Runnable work, Duration pause) {
    var unused =
        background.scheduleWithFixedDelay(
            new Step(work), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "database maintenance");
    thread.setDaemon(true);
    return thread;
  }

  /** Empties the write-ahead log: now, or as soon as that is possible without waiting. */
  void emptyLog() {
    boolean empty;
    try {
      empty = emptyLog.getAsBoolean();
    } catch (RuntimeException e) {
      emptyLogAfter(RETRY_AFTER_FAULT);
      throw e;
    }
    if (!empty) {
      emptyLogAfter(RETRY);
    }
  }

  private void emptyLogAfter(Duration pause) {
    if (waiting.compareAndSet(false, true)) {
      var unused = background.schedule(emptying, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void emptyLogAgain() {
    waiting.set(false);
    emptyLog();
  }

  /** Waits for work in progress and drops scheduled work. */
  @Override
  public void close() {
    background.shutdownNow();
    try {
      boolean unused = background.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Repeated work. Logs a failure, and repeats the log line only after a success or for another
   * kind of failure. For one thread.
   */
  private static final class Step implements Runnable {
    private final Runnable work;
    private @Nullable String failure;

    Step(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      try {
        work.run();
        failure = null;
      } catch (RuntimeException e) {
        String before = failure;
        failure = FaultKind.of(e);
        if (!failure.equals(before)) {
          log.warn("The database could not be maintained: {}", failure);
        }
      }
    }
  }
}
