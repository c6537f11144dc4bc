package io.mynah.chat;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs work after a delay, without blocking a thread meanwhile. Thread-safe. */
@FunctionalInterface
public interface DelayScheduler {
  /**
   * Runs work once after a pause, on another thread, unless it is cancelled before. The work must
   * not throw.
   */
  Pending after(Duration pause, Runnable work);

  /** Work that is scheduled for later. */
  @FunctionalInterface
  interface Pending {
    /** Cancels the work if it has not begun. */
    void cancel();
  }

  /** Pauses whose work runs on the timer's threads. After the timer has ended, work is not run. */
  static DelayScheduler on(ScheduledExecutorService timer) {
    return on(timer, Runnable::run);
  }

  /**
   * Pauses whose work runs on other threads. After the timer has ended, work is not run.
   *
   * @param workers must not refuse work as long as the timer runs
   */
  static DelayScheduler on(ScheduledExecutorService timer, Executor workers) {
    return (pause, work) -> {
      try {
        ScheduledFuture<?> due =
            timer.schedule(() -> workers.execute(work), pause.toMillis(), TimeUnit.MILLISECONDS);
        return () -> due.cancel(false);
      } catch (RejectedExecutionException ended) {
        return () -> {};
      }
    };
  }
}
