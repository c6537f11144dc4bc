package io.mynah.telegram;

import io.mynah.store.Inbox;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Handles updates: those of one lane one after the other in their order, those of different lanes
 * at the same time on a bounded number of threads, those aside that wait for a limit. Waiting
 * updates are not lost at the end: they are still in the inbox. Thread-safe.
 */
final class Lanes {
  private final ExecutorService threads;
  private final Consumer<Inbox.Update> work;
  private final Map<String, Queue<Inbox.Update>> waiting = new HashMap<>();
  private boolean closed;

  /**
   * @param work handles an update; must not throw
   */
  Lanes(int threads, Consumer<Inbox.Update> work) {
    this.threads = WaitingThreads.pool(threads, "telegram-chat");
    this.work = work;
  }

  /** Queues an update behind those of its lane. */
  synchronized void submit(Inbox.Update update) {
    if (closed) {
      return;
    }
    Queue<Inbox.Update> lane = waiting.get(update.lane());
    if (lane == null) {
      lane = new ArrayDeque<>();
      waiting.put(update.lane(), lane);
      threads.execute(() -> next(update.lane()));
    }
    lane.add(update);
  }

  /**
   * Begins no further update and waits for those that run; interrupts them after most of the
   * deadline, and waits out its rest.
   *
   * @return whether all ended by themselves
   */
  boolean close(Duration deadline) throws InterruptedException {
    synchronized (this) {
      closed = true;
    }
    threads.shutdown();
    long quarter = deadline.toMillis() / 4;
    if (threads.awaitTermination(quarter * 3, TimeUnit.MILLISECONDS)) {
      return true;
    }
    threads.shutdownNow();
    boolean unused = threads.awaitTermination(quarter, TimeUnit.MILLISECONDS);
    return false;
  }

  /** Handles one update of a lane, then lets other lanes have the thread. */
  private void next(String lane) {
    Inbox.Update update;
    synchronized (this) {
      Queue<Inbox.Update> queue = waiting.get(lane);
      update = queue == null || closed ? null : queue.peek();
    }
    if (update == null) {
      return;
    }
    try {
      work.accept(update);
    } finally {
      goOn(lane);
    }
  }

  private synchronized void goOn(String lane) {
    Queue<Inbox.Update> queue = waiting.get(lane);
    if (queue == null) {
      return;
    }
    queue.poll();
    if (queue.isEmpty()) {
      waiting.remove(lane);
    } else if (!closed) {
      threads.execute(() -> next(lane));
    }
  }
}
