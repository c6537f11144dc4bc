package io.mynah.telegram.incoming;

import com.fasterxml.jackson.databind.JsonNode;
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
 * Handles inline queries beside all else, on threads of their own: somebody is typing, and waits.
 * Of one person only the newest query counts, and one that waited too long is dropped, since
 * Telegram takes no answer to it. For the same reason none is kept over a restart. Thread-safe.
 */
public final class InlineQueries {
  private static final int THREADS = 3;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

  private final Consumer<JsonNode> work;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, new DaemonThreads("telegram-inline"));
  private final Map<String, Waiting> newest = new HashMap<>();
  private final Set<String> busy = new HashSet<>();

  private record Waiting(JsonNode update, long since) {}

  /**
   * @param work handles an update; must not throw
   */
  public InlineQueries(Consumer<JsonNode> work) {
    this.work = work;
  }

  /** Takes a query in, in place of one of the same person that was not begun. */
  public synchronized void accept(JsonNode update) {
    String asker = UpdateMapper.lane(update);
    newest.put(asker, new Waiting(update, System.nanoTime()));
    if (busy.add(asker)) {
      schedule(asker);
    }
  }

  private void schedule(String asker) {
    try {
      threads.execute(() -> next(asker));
    } catch (RejectedExecutionException e) {
      newest.clear();
    }
  }

  private void next(String asker) {
    Waiting query;
    synchronized (this) {
      query = newest.remove(asker);
      if (query == null) {
        busy.remove(asker);
        return;
      }
    }
    try {
      if (System.nanoTime() - query.since() < LONGEST_WAIT.toNanos()) {
        work.accept(query.update());
      }
    } finally {
      schedule(asker);
    }
  }

  public void close() {
    threads.shutdownNow();
  }
}
