package io.mynah.chat.feature;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Work that is repeated in the background until it is closed. A fault is logged and does not end
 * the repetition. Thread-safe.
 */
public final class RepeatedWork implements AutoCloseable {
  private final ScheduledExecutorService background;
  private final FaultLog faults;
  private volatile @Nullable Future<?> repeated;

  public RepeatedWork(ScheduledExecutorService background, FaultLog faults) {
    this.background = background;
    this.faults = faults;
  }

  /** Repeats work from now on, with a pause after each run. To be called once. */
  public void start(Duration pause, FaultLog.Task work) {
    repeat(Duration.ZERO, pause, work);
  }

  /** Does the work now, on this thread, and repeats it after a pause. To be called once. */
  public void runAndStart(Duration pause, FaultLog.Task work) {
    attempt(work);
    repeat(pause, pause, work);
  }

  private void repeat(Duration first, Duration pause, FaultLog.Task work) {
    repeated =
        background.scheduleWithFixedDelay(
            () -> attempt(work), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void attempt(FaultLog.Task work) {
    boolean unused = faults.attempt(work);
  }

  /** Begins no further run; one that is under way ends by itself. */
  @Override
  public void close() {
    Future<?> begun = repeated;
    if (begun != null) {
      begun.cancel(false);
    }
  }
}
