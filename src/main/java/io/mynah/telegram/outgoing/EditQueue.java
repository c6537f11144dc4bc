package io.mynah.telegram.outgoing;

import io.mynah.chat.Reply;
import io.mynah.domain.MessageRef;
import io.mynah.telegram.connection.ApiFault;
import io.mynah.telegram.connection.ReachabilityProbe;
import io.mynah.telegram.connection.TelegramAddress;
import io.mynah.telegram.connection.TelegramConfig;
import io.mynah.telegram.connection.TokenGuard;
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
 * Changes messages without haste: of many changes to one message the latest wins, one is made at
 * most in each interval, and the last one always is. No thread waits for a limit; a change that may
 * not be made yet is put back. Thread-safe.
 */
public final class EditQueue {
  /** Makes a change. */
  public interface Edit {
    void make(MessageRef message, Reply reply) throws ApiFault, InterruptedException;
  }

  /** Of a change that nobody waits for. */
  public static final Runnable UNHEARD = () -> {};

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
   * Has a message changed.
   *
   * @param settled runs, on a thread of the timer, when nothing is left to do for the change: it or
   *     a later one with a listener of its own was made, or given up
   */
  public synchronized void put(MessageRef message, Reply reply, Runnable settled) {
    Slot slot = slots.computeIfAbsent(message, ref -> new Slot(reachability.tries()));
    Change change = new Change(reply, settled);
    slot.latest = slot.latest == null ? change : slot.latest.before(change);
    if (!slot.busy) {
      slot.busy = true;
      schedule(message, slot, Duration.ZERO);
    }
  }

  /** Has a message changed as {@link #put} does, unless it was or is to be changed anyway. */
  void putEarlier(MessageRef message, Reply reply, Runnable settled) {
    synchronized (this) {
      Slot slot = slots.get(message);
      if (slot == null) {
        put(message, reply, settled);
        return;
      }
      if (slot.latest != null) {
        slot.latest = new Change(reply, settled).before(slot.latest);
        return;
      }
    }
    settled.run();
  }

  /** Makes the changes that wait, without keeping the interval, until none is left. */
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

  /** Caller holds the lock. An earlier schedule of the slot loses its effect. */
  private void schedule(MessageRef message, Slot slot, Duration delay) {
    long ticket = ++slot.ticket;
    try {
      var unused =
          timer.schedule(() -> run(message, slot, ticket), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      slots.remove(message);
    }
  }

  private void run(MessageRef message, Slot slot, long ticket) {
    Change change;
    skipWhatIsShown(slot);
    synchronized (this) {
      if (slot.ticket != ticket || slot.running) {
        return;
      }
      change = slot.latest;
      if (change == null) {
        // The interval passed and nothing came.
        slots.remove(message);
        notifyAll();
        return;
      }
      long wait = flood.tryAcquire(TelegramAddress.of(message.address()).chat());
      if (wait > 0) {
        schedule(message, slot, Duration.ofNanos(wait));
        return;
      }
      slot.latest = null;
      slot.running = true;
    }
    Duration next = config.rates().editEvery();
    try {
      next = attempt(message, slot, change);
    } catch (InterruptedException | InterruptedIOException e) {
      putBack(slot, change);
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("A message could not be changed.", TokenGuard.wordless(e));
      settled(slot, change);
    } finally {
      finish(message, slot, next);
    }
  }

  /** Telegram refuses a change that changes nothing. */
  private void skipWhatIsShown(Slot slot) {
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

  /** Makes a change or puts it back; returns when to look again. */
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
          flood.pause(TelegramAddress.of(message.address()).chat(), fault.retryAfter());
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
        case REFUSED, FORBIDDEN, TOKEN_REFUSED -> {
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
   * What a message is to be changed to.
   *
   * @param settled runs when nothing is left to do for it; must not throw
   */
  private record Change(Reply reply, Runnable settled) {
    /** The newer change, of which whoever waits for this one hears, if nobody else does. */
    Change before(Change newer) {
      return newer.settled == UNHEARD ? new Change(newer.reply, settled) : newer;
    }
  }

  /** A message whose changes are under way, or were within the interval. */
  private static final class Slot {
    private @Nullable Change latest;

    /**
     * What the message was changed to last; null where that is not known, as after a change without
     * an answer. Read and written by whoever runs the slot.
     */
    private volatile @Nullable Reply shown;

    private boolean busy;
    private boolean running;
    private boolean failing;
    private ReachabilityProbe.Tries tries;
    private long ticket;

    Slot(ReachabilityProbe.Tries tries) {
      this.tries = tries;
    }
  }
}
