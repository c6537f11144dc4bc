package io.mynah.telegram.incoming;

import io.mynah.telegram.connection.DaemonThreads;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Handles inline queries on threads of their own, since their senders wait while typing. Only the
 * newest query of a person counts, and one that waited too long is dropped, since Telegram no
 * longer accepts its answer. For the same reason none is stored. Thread-safe.
 */
public final class InlineQueries {
  private static final int THREADS = 3;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

  private final Consumer<TelegramUpdate> work;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, new DaemonThreads("telegram-inline"));
  private final Map<String, Waiting> newest = new HashMap<>();
  private final Set<String> busy = new HashSet<>();

  private record Waiting(TelegramUpdate update, long since) {}

  /**
   * @param work handles an update; must not throw
   */
  public InlineQueries(Consumer<TelegramUpdate> work) {
    this.work = work;
  }

  /** Queues a query, in place of one of the same person that was not begun. */
  public synchronized void accept(TelegramUpdate update) {
    String sender = update.lane();
    newest.put(sender, new Waiting(update, System.nanoTime()));
    if (busy.add(sender)) {
      schedule(sender);
    }
  }

  private void schedule(String sender) {
    try {
      threads.execute(() -> next(sender));
    } catch (RejectedExecutionException e) {
      newest.clear();
    }
  }

  private void next(String sender) {
    Waiting query;
    synchronized (this) {
      query = newest.remove(sender);
      if (query == null) {
        busy.remove(sender);
        return;
      }
    }
    try {
      if (System.nanoTime() - query.since() < LONGEST_WAIT.toNanos()) {
        work.accept(query.update());
      }
    } finally {
      schedule(sender);
    }
  }

  public void close() {
    threads.shutdownNow();
  }
}
