package io.mynah.logging;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The ids that the log lines of a thread carry: of the update or the job that it works on. They
 * follow the work to other threads where it is handed on with {@link #carried} or in {@link
 * ContextThreads}. Immutable.
 */
public final class LogContext {
  /** The id of an update: its number in the inbox. */
  public static final String UPDATE = "update";

  /** The id of a training job. */
  public static final String JOB = "job";

  private final @Nullable Map<String, String> ids;

  private LogContext(@Nullable Map<String, String> ids) {
    this.ids = ids;
  }

  /** The ids that this thread's lines carry now. */
  public static LogContext current() {
    return new LogContext(MDC.getCopyOfContextMap());
  }

  /** Runs work whose lines carry these ids and no others. */
  public void run(Runnable work) {
    LogContext outer = current();
    set();
    try {
      work.run();
    } finally {
      outer.set();
    }
  }

  /** Does work with a result, otherwise as {@link #run}. */
  <V> V call(Callable<V> work) throws Exception {
    LogContext outer = current();
    set();
    try {
      return work.call();
    } finally {
      outer.set();
    }
  }

  private void set() {
    if (ids == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(ids);
    }
  }

  /** Runs work whose lines carry an id more. */
  public static void with(String name, long id, Runnable work) {
    String outer = MDC.get(name);
    MDC.put(name, Long.toString(id));
    try {
      work.run();
    } finally {
      if (outer == null) {
        MDC.remove(name);
      } else {
        MDC.put(name, outer);
      }
    }
  }

  /** Work whose lines carry the ids of this thread, whichever runs it. */
  public static Runnable carried(Runnable work) {
    LogContext context = current();
    return () -> context.run(work);
  }

  /** An executor that runs work under the ids of whoever hands it on. */
  public static Executor carrying(Executor executor) {
    return work -> executor.execute(carried(work));
  }
}
