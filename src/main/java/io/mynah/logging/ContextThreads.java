package io.mynah.logging;

import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Threads for delayed work, whose log lines carry the ids of whoever hands it on. */
public final class ContextThreads extends ScheduledThreadPoolExecutor {
  public ContextThreads(int threads, ThreadFactory factory) {
    super(threads, factory);
  }

  // execute and submit use these, too.

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    return super.schedule(LogContext.carried(work), delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
    LogContext context = LogContext.current();
    return super.schedule(() -> context.call(work), delay, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable work, long initialDelay, long period, TimeUnit unit) {
    return super.scheduleAtFixedRate(LogContext.carried(work), initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long initialDelay, long delay, TimeUnit unit) {
    return super.scheduleWithFixedDelay(LogContext.carried(work), initialDelay, delay, unit);
  }
}
