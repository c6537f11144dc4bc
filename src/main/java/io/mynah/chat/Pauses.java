package io.mynah.chat;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Has things done after a while, without holding a thread meanwhile. Thread-safe. */
@FunctionalInterface
public interface Pauses {
  /**
   * Has work done once after a pause, on another thread, unless it is cancelled before. The work
   * must not throw.
   */
  Pending after(Duration pause, Runnable work);

  /** Work that waits for its time. */
  @FunctionalInterface
  interface Pending {
    /** Has it not done, if it has not begun. */
    void cancel();
  }

  /** Pauses whose work is done on a timer's threads; when the timer has ended, it is not done. */
  static Pauses on(ScheduledExecutorService timer) {
    return on(timer, Runnable::run);
  }

  /**
   * Pauses whose work is done elsewhere; when the timer has ended, it is not done.
   *
   * @param workers must not refuse work as long as the timer runs
   */
  static Pauses on(ScheduledExecutorService timer, Executor workers) {
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
