package io.mynah.telegram.outgoing;

import io.mynah.chat.Reply;
import io.mynah.domain.MessageRef;
import io.mynah.logging.LogContext;
import io.mynah.telegram.connection.ApiFault;
import io.mynah.telegram.connection.ReachabilityProbe;
import io.mynah.telegram.connection.TelegramAddress;
import io.mynah.telegram.connection.TelegramConfig;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Edits messages at a limited rate. Of several edits of one message only the latest counts, at most
 * one is made in each interval, and the last one always is. No thread waits for a limit: an edit
 * that may not be made yet is put back. Thread-safe.
 */
public final class EditQueue {
  /** Makes an edit. */
  public interface Edit {
    void make(MessageRef message, Reply reply) throws ApiFault, InterruptedException;
  }

  /** The callback of an edit that nobody waits for. */
  public static final Runnable NO_CALLBACK = () -> {};

  private static final Logger log = LoggerFactory.getLogger(EditQueue.class);

  private final Edit edit;
  private final FloodControl flood;
  private final TelegramConfig config;
  private final ReachabilityProbe reachability;
  private final ScheduledExecutorService timer;
  private final Map<MessageRef, Slot> slots = new HashMap<>();
  private boolean closing;

  public EditQueue(
      Edit edit,
      FloodControl flood,
      TelegramConfig config,
      ReachabilityProbe reachability,
      ScheduledExecutorService timer) {
    this.reachability = reachability;
    this.edit = edit;
    this.flood = flood;
    this.config = config;
    this.timer = timer;
  }

  /**
   * Queues an edit of a message.
   *
   * @param settled runs on a timer thread when the edit, or a later one with its own callback, was
   *     made or given up
   */
  public synchronized void put(MessageRef message, Reply reply, Runnable settled) {
    Slot slot = slots.computeIfAbsent(message, ref -> new Slot(reachability.tries()));
    Change change = new Change(reply, settled, LogContext.current());
    slot.latest = slot.latest == null ? change : slot.latest.before(change);
    if (!slot.busy) {
      slot.busy = true;
      schedule(message, slot, Duration.ZERO);
    }
  }

  /**
   * Queues an edit as {@link #put} does, unless the message has another edit, made or pending, in
   * this process.
   */
  void putEarlier(MessageRef message, Reply reply, Runnable settled) {
    synchronized (this) {
      Slot slot = slots.get(message);
      if (slot == null) {
        put(message, reply, settled);
        return;
      }
      if (slot.latest != null) {
        slot.latest = new Change(reply, settled, LogContext.current()).before(slot.latest);
        return;
      }
    }
    settled.run();
  }

  /** Makes all pending edits, ignoring the interval. */
  public void close(Duration deadline) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    synchronized (this) {
      closing = true;
      for (Map.Entry<MessageRef, Slot> entry : List.copyOf(slots.entrySet())) {
        if (entry.getValue().busy && !entry.getValue().running) {
          schedule(entry.getKey(), entry.getValue(), Duration.ZERO);
        }
      }
      long left = end - System.nanoTime();
      while (isBusy() && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = end - System.nanoTime();
      }
      if (isBusy()) {
        log.warn("{} messages could not be changed in time.", waiting().size());
      }
    }
  }

  private boolean isBusy() {
    return slots.values().stream()
        .anyMatch(slot -> slot.busy && (slot.latest != null || slot.running));
  }

  private List<MessageRef> waiting() {
    List<MessageRef> refs = new ArrayList<>();
    slots.forEach(
        (ref, slot) -> {
          if (slot.latest != null) {
            refs.add(ref);
          }
        });
    return refs;
  }

  /** Schedules the next run of a slot and invalidates an earlier one. The caller holds the lock. */
  private void schedule(MessageRef message, Slot slot, Duration delay) {
    long runNumber = ++slot.runNumber;
    try {
      var unused =
          timer.schedule(
              () -> run(message, slot, runNumber), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      slots.remove(message);
    }
  }

  private void run(MessageRef message, Slot slot, long runNumber) {
    Change change;
    dropUnchanged(slot);
    synchronized (this) {
      if (slot.runNumber != runNumber || slot.running) {
        return;
      }
      change = slot.latest;
      if (change == null) {
        // No edit came within the interval.
        slots.remove(message);
        notifyAll();
        return;
      }
      long wait = flood.tryAcquire(TelegramAddress.of(config.bot(), message.address()).chat());
      if (wait > 0) {
        schedule(message, slot, Duration.ofNanos(wait));
        return;
      }
      slot.latest = null;
      slot.running = true;
    }
    change.context().run(() -> make(message, slot, change));
  }

  private void make(MessageRef message, Slot slot, Change change) {
    Duration next = config.rates().editEvery();
    try {
      next = attempt(message, slot, change);
    } catch (InterruptedException | InterruptedIOException e) {
      putBack(slot, change);
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("A message could not be changed.", e);
      settled(slot, change);
    } finally {
      finish(message, slot, next);
    }
  }

  /** Drops an edit that changes nothing, since Telegram refuses it. */
  private void dropUnchanged(Slot slot) {
    Change change;
    synchronized (this) {
      change = slot.latest;
      if (change == null || slot.running || !change.reply().equals(slot.shown)) {
        return;
      }
      slot.latest = null;
    }
    settled(slot, change);
  }

  private synchronized void finish(MessageRef message, Slot slot, Duration next) {
    slot.running = false;
    boolean retry = slot.latest != null && slot.failing;
    schedule(message, slot, closing && !retry ? Duration.ZERO : next);
    notifyAll();
  }

  /** Makes an edit or puts it back. Returns the time until the next run. */
  private Duration attempt(MessageRef message, Slot slot, Change change)
      throws InterruptedException, InterruptedIOException {
    slot.shown = null;
    try {
      edit.make(message, change.reply());
      slot.shown = change.reply();
      settled(slot, change);
      return config.rates().editEvery();
    } catch (ApiFault fault) {
      return switch (fault.kind()) {
        case TOO_FAST -> {
          flood.pause(
              TelegramAddress.of(config.bot(), message.address()).chat(), fault.retryAfter());
          putBack(slot, change);
          yield fault.retryAfter();
        }
        case PASSING, UNCLEAR -> {
          if (slot.tries.failed()) {
            log.warn("A message could not be changed: {}", fault.getMessage());
            settled(slot, change);
            yield config.rates().editEvery();
          }
          putBack(slot, change);
          yield slot.tries.pause();
        }
        case UNREADABLE, REFUSED, FORBIDDEN, TOKEN_REFUSED -> {
          settled(slot, change);
          refused(fault);
          yield config.rates().editEvery();
        }
      };
    }
  }

  private static void refused(ApiFault fault) {
    if (fault.says("message is not modified")
        || fault.says("message to edit not found")
        || fault.movedTo().isPresent()) {
      log.debug("Nothing to change: {}", fault.getMessage());
    } else {
      log.warn("A message could not be changed: {}", fault.getMessage());
    }
  }

  private void settled(Slot slot, Change change) {
    synchronized (this) {
      slot.failing = false;
      slot.tries = reachability.tries();
    }
    change.settled().run();
  }

  private synchronized void putBack(Slot slot, Change change) {
    slot.failing = true;
    slot.latest = slot.latest == null ? change : change.before(slot.latest);
  }

  /**
   * A pending edit.
   *
   * @param settled runs when the edit was made or given up; must not throw
   * @param context of whoever asked for it
   */
  private record Change(Reply reply, Runnable settled, LogContext context) {
    /** The newer edit, with the callback of this one if it has none. */
    Change before(Change newer) {
      return newer.settled == NO_CALLBACK ? new Change(newer.reply, settled, newer.context) : newer;
    }
  }

  /** The state of a message with a pending edit, or with one made within the interval. */
  private static final class Slot {
    private @Nullable Change latest;

    /**
     * The last known content; null if unknown, as after an edit without an answer. Used only by the
     * thread that runs the slot.
     */
    private volatile @Nullable Reply shown;

    private boolean busy;
    private boolean running;
    private boolean failing;
    private ReachabilityProbe.Tries tries;
    private long runNumber;

    Slot(ReachabilityProbe.Tries tries) {
      this.tries = tries;
    }
  }
}
