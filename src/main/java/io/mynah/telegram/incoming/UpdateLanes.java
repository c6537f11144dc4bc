package io.mynah.telegram.incoming;

import io.mynah.logging.LogContext;
import io.mynah.store.inbox.Inbox;
import io.mynah.telegram.connection.WaitingThreads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Handles the updates of each lane in order, and different lanes in parallel on a bounded number of
 * threads, not counting threads that wait for a rate limit. Holds only the numbers of waiting
 * updates, and no more than there is {@link #room} for; at the end they are still in the inbox.
 * Thread-safe.
 */
public final class UpdateLanes {
  private final ExecutorService threads;
  private final int most;
  private final LongConsumer work;
  private final Map<String, Queue<Long>> waiting = new HashMap<>();
  private int waitingCount;
  private boolean closed;

  /**
   * @param most how many updates may wait here
   * @param work handles the update with a number; must not throw
   */
  public UpdateLanes(int threads, int most, LongConsumer work) {
    this.threads = WaitingThreads.pool(threads, "telegram-chat");
    this.most = most;
    this.work = work;
  }

  /** How many more updates may wait here. */
  synchronized int room() {
    return Math.max(0, most - waitingCount);
  }

  /** Queues an update at the end of its lane. */
  synchronized void submit(Inbox.Waiting update) {
    if (closed) {
      return;
    }
    waitingCount++;
    Queue<Long> lane = waiting.get(update.lane());
    if (lane == null) {
      lane = new ArrayDeque<>();
      waiting.put(update.lane(), lane);
      threads.execute(() -> next(update.lane()));
    }
    lane.add(update.sequence());
  }

  /**
   * Begins no further update and waits for the running ones; after three quarters of the deadline
   * interrupts them, and waits for the rest of it.
   *
   * @return whether all ended without interruption
   */
  public boolean close(Duration deadline) throws InterruptedException {
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

  /** Handles one update of a lane, then frees the thread for other lanes. */
  private void next(String lane) {
    Long update;
    synchronized (this) {
      Queue<Long> queue = waiting.get(lane);
      update = queue == null || closed ? null : queue.peek();
    }
    if (update == null) {
      return;
    }
    try {
      LogContext.with(LogContext.UPDATE, update, () -> work.accept(update));
    } finally {
      scheduleNext(lane);
    }
  }

  private synchronized void scheduleNext(String lane) {
    Queue<Long> queue = waiting.get(lane);
    if (queue == null) {
      return;
    }
    queue.remove();
    waitingCount--;
    if (queue.isEmpty()) {
      waiting.remove(lane);
    } else if (!closed) {
      threads.execute(() -> next(lane));
    }
  }
}
