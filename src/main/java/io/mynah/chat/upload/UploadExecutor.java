package io.mynah.chat.upload;

import io.mynah.chat.feature.FaultLog;
import io.mynah.domain.OwnerId;
import io.mynah.logging.LogContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has uploads worked on, a few at a time: one of each owner, and owners take turns, so that the
 * files of one hold up nobody else's. What fails with a fault is tried once more later.
 * Thread-safe.
 */
final class UploadExecutor {
  /** Works on an upload. */
  interface Work {
    void on(OwnerId owner, long id);
  }

  /**
   * An upload to work on.
   *
   * @param again whether it failed once
   * @param context of whoever asked for it
   */
  private record Item(OwnerId owner, long id, boolean again, LogContext context) {}

  private final Work work;
  private final Executor readers;
  private final int most;
  private final ScheduledExecutorService timer;
  private final Duration untilAgain;
  private final Runnable rejected;
  private final FaultLog faults;

  /** What waits, by owner; whose turn it is comes first. */
  private final Map<OwnerId, Deque<Item>> waiting = new LinkedHashMap<>();

  private final Set<OwnerId> atWork = new HashSet<>();

  /**
   * @param readers does the work, on at least {@code most} threads
   * @param most uploads that are worked on side by side
   * @param untilAgain how long after a fault it is tried once more
   * @param rejected hears that the readers take nothing more
   */
  UploadExecutor(
      Work work,
      Executor readers,
      int most,
      ScheduledExecutorService timer,
      Duration untilAgain,
      Runnable rejected,
      FaultLog faults) {
    this.work = work;
    this.readers = readers;
    this.most = most;
    this.timer = timer;
    this.untilAgain = untilAgain;
    this.rejected = rejected;
    this.faults = faults;
  }

  /** Has an upload worked on as soon as it is its turn. Returns at once. */
  void add(OwnerId owner, long id) {
    add(new Item(owner, id, false, LogContext.current()));
  }

  private void add(Item item) {
    synchronized (this) {
      waiting.computeIfAbsent(item.owner(), key -> new ArrayDeque<>()).add(item);
    }
    begin();
  }

  /** Whether an upload of an owner would have to wait for others. */
  synchronized boolean waits(OwnerId owner) {
    return atWork.size() >= most || atWork.contains(owner) || waiting.containsKey(owner);
  }

  private void begin() {
    for (Item item = next(); item != null; item = next()) {
      Item begun = item;
      try {
        readers.execute(() -> begun.context().run(() -> work(begun)));
      } catch (RejectedExecutionException e) {
        // The process ends; the upload is taken up at the next start.
        rejected.run();
        return;
      }
    }
  }

  /** Takes what is to be begun now, if there is anything. */
  private synchronized @Nullable Item next() {
    if (atWork.size() >= most) {
      return null;
    }
    Iterator<Map.Entry<OwnerId, Deque<Item>>> each = waiting.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<OwnerId, Deque<Item>> owners = each.next();
      if (!atWork.contains(owners.getKey())) {
        each.remove();
        Deque<Item> items = owners.getValue();
        Item item = items.remove();
        if (!items.isEmpty()) {
          // Whose turn it was is the last.
          waiting.put(item.owner(), items);
        }
        atWork.add(item.owner());
        return item;
      }
    }
    return null;
  }

  private void work(Item item) {
    boolean went = false;
    try {
      went = faults.attempt(() -> work.on(item.owner(), item.id()));
    } finally {
      synchronized (this) {
        atWork.remove(item.owner());
      }
      if (!went && !item.again()) {
        later(new Item(item.owner(), item.id(), true, item.context()));
      }
      begin();
    }
  }

  private void later(Item item) {
    try {
      Future<?> unused =
          timer.schedule(() -> add(item), untilAgain.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      rejected.run();
    }
  }
}
