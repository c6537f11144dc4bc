package io.mynah.chat.voice;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Pauses;
import io.mynah.chat.Reply;
import io.mynah.chat.UpdateCause;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends the messages of replies one by one, each after a pause in which typing is shown. No thread
 * waits for a pause, so other chats go on, and so does this one: what else is said there is said
 * between the messages. Replies to one address come one after the other, as they were handed in.
 * Thread-safe.
 *
 * <p>What still waits when the process ends is not sent; its {@link UpdateCause} is not settled
 * then, so that a channel which keeps what it hears has the reply made again.
 */
public final class Delivery {
  /** Replies that may wait at an address for the one that is under way. */
  private static final int MOST_WAITING = 3;

  private final Channel channel;
  private final Pauses pauses;
  private final FaultLog faults;
  private final Map<Address, Deque<Run>> runs = new HashMap<>();
  private boolean closed;

  public Delivery(Channel channel, Pauses pauses, FaultLog faults) {
    this.channel = channel;
    this.pauses = pauses;
    this.faults = faults;
  }

  /**
   * A message, and the pause before it.
   *
   * @param message one, or several that belong together and have nothing sent between them
   */
  public record Line(Duration pause, Message message) {
    /** Words, and the pause before them. */
    public Line(Duration pause, Reply reply) {
      this(pause, (channel, to) -> channel.send(to, reply));
    }
  }

  /** What is sent when it is its turn. */
  @FunctionalInterface
  public interface Message {
    /**
     * Sends it.
     *
     * @return the last message
     * @throws IOException when it could not be sent for good
     */
    MessageRef send(Channel channel, Address to) throws IOException;
  }

  /** Hears how a delivery goes, on any thread. */
  public interface Receipt {
    /** A message was sent, the how-manieth from 0 on. */
    void sent(int index, MessageRef message);

    /** Nothing more comes: all was sent, or it was stopped. */
    void ended();

    /** Whether what is left is still to be sent. */
    boolean wanted();
  }

  /** A reply that is under way. Guarded by the delivery but for {@code next}. */
  private static final class Run {
    final Envelope envelope;
    final Phrases phrases;
    final List<Line> lines;
    final Receipt receipt;
    final UpdateCause.Rest rest;
    int next;
    boolean rested;

    /** Whether a message is on its way, which is heard of before the end. */
    boolean sending;

    boolean stopped;
    boolean settled;
    Channel.@Nullable Typing typing;
    Pauses.@Nullable Pending pending;

    Run(
        Envelope envelope,
        Phrases phrases,
        List<Line> lines,
        Receipt receipt,
        UpdateCause.Rest rest) {
      this.rest = rest;
      this.envelope = envelope;
      this.phrases = phrases;
      this.lines = List.copyOf(lines);
      this.receipt = receipt;
    }

    void endPause() {
      if (typing != null) {
        typing.close();
        typing = null;
      }
      if (pending != null) {
        pending.cancel();
        pending = null;
      }
    }
  }

  /**
   * Sends messages where an envelope came from. The first, if it needs no pause, is sent before
   * this returns, unless others are under way there; the rest on the threads of the pauses, so that
   * they can be stopped from where this was called. Faults are told there and end the delivery,
   * those of the receipt included; what was to come after it comes.
   */
  public void deliver(Envelope envelope, Phrases phrases, List<Line> lines, Receipt receipt) {
    Run run = new Run(envelope, phrases, lines, receipt, channel.cause().leave());
    synchronized (this) {
      if (!closed) {
        Deque<Run> queue = runs.computeIfAbsent(envelope.address(), at -> new ArrayDeque<>());
        queue.add(run);
        if (queue.size() > 1) {
          return;
        }
      } else {
        run.stopped = true;
      }
    }
    if (run.stopped) {
      settle(run);
    } else {
      goOn(run);
    }
  }

  /** Whether so many replies wait at an address that none should be made that would wait, too. */
  public synchronized boolean isFull(Address address) {
    Deque<Run> queue = runs.get(address);
    return queue != null && queue.size() > MOST_WAITING;
  }

  private void goOn(Run begun) {
    Run run = begun;
    while (run != null) {
      run = step(run);
    }
  }

  /** Goes on with a run as part of what it answers; gives the one to go on with. */
  private @Nullable Run step(Run run) {
    AtomicReference<@Nullable Run> following = new AtomicReference<>();
    run.rest.within(
        () -> {
          AtomicBoolean over = new AtomicBoolean();
          boolean went =
              faults.attempt(
                  run.envelope, run.phrases, channel, () -> over.setPlain(sendsAll(run)));
          if (!went || over.getPlain() || isStopped(run)) {
            following.set(end(run));
          }
        });
    return following.get();
  }

  /** Sends up to the next pause; says whether that was all. */
  private boolean sendsAll(Run run) throws IOException {
    while (run.next < run.lines.size() && run.receipt.wanted()) {
      Line line = run.lines.get(run.next);
      if (waits(run, line)) {
        return false;
      }
      run.rested = false;
      try {
        send(run, line);
      } finally {
        sent(run);
      }
      run.next++;
    }
    return true;
  }

  private void send(Run run, Line line) throws IOException {
    MessageRef message;
    try {
      message = line.message().send(channel, run.envelope.address());
    } catch (IOException e) {
      if (isClosed()) {
        return;
      }
      throw e;
    }
    run.receipt.sent(run.next, message);
  }

  private synchronized void sent(Run run) {
    run.sending = false;
  }

  private synchronized boolean isStopped(Run run) {
    return run.stopped;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Whether a line is not to be sent now: it was stopped, or has a pause before it. */
  private synchronized boolean waits(Run run, Line line) {
    if (run.stopped) {
      return true;
    }
    boolean atOnce = line.pause().isZero();
    if (run.rested || (atOnce && run.next == 0)) {
      run.sending = true;
      return false;
    }
    if (!atOnce) {
      run.typing = channel.typing(run.envelope.address());
    }
    run.pending = pauses.after(line.pause(), () -> rested(run));
    return true;
  }

  private void rested(Run run) {
    synchronized (this) {
      if (run.stopped) {
        return;
      }
      run.endPause();
      run.rested = true;
    }
    goOn(run);
  }

  /** Ends a run and gives the next one of its address, unless they were stopped. */
  private @Nullable Run end(Run run) {
    Run following = null;
    synchronized (this) {
      if (!run.stopped) {
        run.stopped = true;
        run.endPause();
        Address address = run.envelope.address();
        Deque<Run> queue = runs.getOrDefault(address, new ArrayDeque<>());
        queue.remove(run);
        following = queue.peek();
        if (following == null) {
          runs.remove(address);
        }
      }
    }
    settle(run);
    return following;
  }

  /** Says once that nothing more comes; of a message on its way, after that was heard of. */
  private void settle(Run run) {
    synchronized (this) {
      if (run.sending || run.settled) {
        return;
      }
      run.settled = true;
    }
    boolean unused = faults.attempt(run.receipt::ended);
    if (!isClosed()) {
      run.rest.done();
    }
  }

  /** Sends nothing more of what is under way at an address; says whether something was. */
  public boolean stop(Address address) {
    List<Run> stopped;
    synchronized (this) {
      stopped = List.copyOf(runs.getOrDefault(address, new ArrayDeque<>()));
      runs.remove(address);
      for (Run run : stopped) {
        run.stopped = true;
        run.endPause();
      }
    }
    stopped.forEach(this::settle);
    return !stopped.isEmpty();
  }

  /** Sends nothing more to an owner. */
  public void stop(OwnerId owner) {
    List<Address> addresses;
    synchronized (this) {
      addresses =
          runs.entrySet().stream()
              .filter(e -> e.getValue().stream().anyMatch(run -> isOf(run, owner)))
              .map(Map.Entry::getKey)
              .toList();
    }
    addresses.forEach(this::stop);
  }

  /** Whether something is under way to an owner. */
  public synchronized boolean busy(OwnerId owner) {
    return runs.values().stream().flatMap(Deque::stream).anyMatch(run -> isOf(run, owner));
  }

  private static boolean isOf(Run run, OwnerId owner) {
    return run.envelope.sender().equals(owner);
  }

  /** Sends nothing more at all. */
  public void close() {
    List<Address> addresses;
    synchronized (this) {
      closed = true;
      addresses = new ArrayList<>(runs.keySet());
    }
    addresses.forEach(this::stop);
  }
}
