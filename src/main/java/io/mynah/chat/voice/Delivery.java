package io.mynah.chat.voice;

import io.mynah.chat.Channel;
import io.mynah.chat.CurrentUpdate;
import io.mynah.chat.DelayScheduler;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
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
 * is blocked during a pause, so other chats go on, and other messages can be sent to this chat
 * between those of a reply. Replies to one address are sent one after the other, in the order they
 * were passed in. Thread-safe.
 *
 * <p>Messages that still wait when the process ends are not sent. Their {@link CurrentUpdate} is
 * not marked as done then, so that a channel which stores updates has the reply made again.
 */
public final class Delivery {
  /** How many replies may wait at an address for the one in progress. */
  private static final int MOST_WAITING = 3;

  private final Channel channel;
  private final DelayScheduler pauses;
  private final FaultLog faults;
  private final Map<Address, Deque<Run>> runs = new HashMap<>();
  private boolean closed;

  public Delivery(Channel channel, DelayScheduler pauses, FaultLog faults) {
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
    /** A text message, and the pause before it. */
    public Line(Duration pause, Reply reply) {
      this(pause, (channel, to) -> channel.send(to, reply));
    }
  }

  /** A message that is sent in its turn. */
  @FunctionalInterface
  public interface Message {
    /**
     * Sends the message.
     *
     * @return the last message
     * @throws IOException when it could not be sent, and no retry will help
     */
    MessageRef send(Channel channel, Address to) throws IOException;

    /** Where typing is shown during the pause before it. */
    default Address typingAt(Address to) {
      return to;
    }
  }

  /** Is told how a delivery goes, on any thread. */
  public interface Receipt {
    /** A message was sent; {@code index} counts the messages from 0. */
    void sent(int index, MessageRef message);

    /** Nothing more will be sent: all was sent, or the delivery was stopped. */
    void ended();

    /** Whether the remaining messages are still to be sent. */
    boolean wanted();
  }

  /** A reply that is being sent. Guarded by the delivery except for {@code next}. */
  private static final class Run {
    final Envelope envelope;
    final Phrases phrases;
    final List<Line> lines;
    final Receipt receipt;
    final CurrentUpdate.Rest rest;
    int next;
    boolean pauseEnded;

    /** Whether a message is being sent; the receipt is told of it before it is told of the end. */
    boolean sending;

    boolean stopped;
    boolean endNotified;
    Channel.@Nullable Typing typing;
    DelayScheduler.@Nullable Pending pending;

    Run(
        Envelope envelope,
        Phrases phrases,
        List<Line> lines,
        Receipt receipt,
        CurrentUpdate.Rest rest) {
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
   * Sends messages to the address of an envelope. The first message, if it has no pause, is sent
   * before this method returns, unless other replies are in progress there. The rest is sent on the
   * threads of the pauses, so that they can be stopped from the calling thread. A fault, also one
   * of the receipt, is reported there and ends the delivery; replies that wait behind it are still
   * sent.
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
      notifyEnd(run);
    } else {
      continueWith(run);
    }
  }

  /** Whether so many replies wait at an address that no further one should be made. */
  public synchronized boolean isFull(Address address) {
    Deque<Run> queue = runs.get(address);
    return queue != null && queue.size() > MOST_WAITING;
  }

  private void continueWith(Run first) {
    Run run = first;
    while (run != null) {
      run = step(run);
    }
  }

  /** Continues a run as part of the update that it answers; returns the run to continue with. */
  private @Nullable Run step(Run run) {
    AtomicReference<@Nullable Run> following = new AtomicReference<>();
    run.rest.within(
        () -> {
          AtomicBoolean allSent = new AtomicBoolean();
          boolean succeeded =
              faults.attempt(
                  run.envelope, run.phrases, channel, () -> allSent.setPlain(sendUntilPause(run)));
          if (!succeeded || allSent.getPlain() || isStopped(run)) {
            following.set(end(run));
          }
        });
    return following.get();
  }

  /** Sends up to the next pause; returns whether that was all. */
  private boolean sendUntilPause(Run run) throws IOException {
    while (run.next < run.lines.size() && run.receipt.wanted()) {
      Line line = run.lines.get(run.next);
      if (mustWait(run, line)) {
        return false;
      }
      run.pauseEnded = false;
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

  /** Whether a line must not be sent now: the run was stopped, or the line has a pause. */
  private synchronized boolean mustWait(Run run, Line line) {
    if (run.stopped) {
      return true;
    }
    boolean atOnce = line.pause().isZero();
    if (run.pauseEnded || (atOnce && run.next == 0)) {
      run.sending = true;
      return false;
    }
    if (!atOnce) {
      run.typing = channel.typing(line.message().typingAt(run.envelope.address()));
    }
    run.pending = pauses.after(line.pause(), () -> pauseEnded(run));
    return true;
  }

  private void pauseEnded(Run run) {
    synchronized (this) {
      if (run.stopped) {
        return;
      }
      run.endPause();
      run.pauseEnded = true;
    }
    continueWith(run);
  }

  /** Ends a run and returns the next one of its address, unless they were stopped. */
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
    notifyEnd(run);
    return following;
  }

  /** Tells the receipt once that nothing more is sent; if a message is being sent, after that. */
  private void notifyEnd(Run run) {
    synchronized (this) {
      if (run.sending || run.endNotified) {
        return;
      }
      run.endNotified = true;
    }
    boolean unused = faults.attempt(run.receipt::ended);
    if (!isClosed()) {
      run.rest.done();
    }
  }

  /** Stops all replies in progress at an address; returns whether there were any. */
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
    stopped.forEach(this::notifyEnd);
    return !stopped.isEmpty();
  }

  /** Stops all replies to an owner. */
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

  /** Whether a reply to an owner is in progress. */
  public synchronized boolean busy(OwnerId owner) {
    return runs.values().stream().flatMap(Deque::stream).anyMatch(run -> isOf(run, owner));
  }

  private static boolean isOf(Run run, OwnerId owner) {
    return run.envelope.sender().equals(owner);
  }

  /** Stops all replies. */
  public void close() {
    List<Address> addresses;
    synchronized (this) {
      closed = true;
      addresses = new ArrayList<>(runs.keySet());
    }
    addresses.forEach(this::stop);
  }
}
