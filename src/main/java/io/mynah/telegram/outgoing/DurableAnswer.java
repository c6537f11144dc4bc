package io.mynah.telegram.outgoing;

import io.mynah.chat.Channel.Sending;
import io.mynah.chat.CurrentUpdate;
import io.mynah.domain.MessageRef;
import io.mynah.logging.LogContext;
import io.mynah.store.inbox.Inbox;
import io.mynah.store.inbox.SentReplies;
import io.mynah.store.inbox.SentReplies.Known;
import io.mynah.telegram.connection.TelegramAddress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer in progress, including messages sent later. Records each message by its position, so
 * that an answer repeated after a restart sends only the missing messages. Thread-safe.
 *
 * <p>A message with an attempt of unknown result is sent once more, but not a third time. {@link
 * #current()} is the answer of the calling thread, so that code that sends messages does not have
 * to pass it on.
 */
public final class DurableAnswer implements CurrentUpdate {
  /** How often a message is tried that may have arrived. */
  private static final int MOST_ATTEMPTS = 2;

  private static final Logger log = LoggerFactory.getLogger(DurableAnswer.class);
  private static final ThreadLocal<@Nullable DurableAnswer> CURRENT = new ThreadLocal<>();

  private final String name;
  private final OptionalLong number;
  private final boolean again;
  private final boolean mayRepeat;
  private final Optional<Instant> receivedAt;
  private final Map<Integer, Known> earlier;
  private final SentReplies sentReplies;
  private final Runnable begun;
  private final Consumer<DurableAnswer> ended;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger parts = new AtomicInteger(1);
  private volatile boolean interrupted;

  private DurableAnswer(
      String name,
      OptionalLong number,
      boolean again,
      boolean mayRepeat,
      Optional<Instant> receivedAt,
      Map<Integer, Known> earlier,
      SentReplies sentReplies,
      Runnable begun,
      Consumer<DurableAnswer> ended) {
    this.name = name;
    this.number = number;
    this.again = again;
    this.mayRepeat = mayRepeat;
    this.receivedAt = receivedAt;
    this.earlier = Map.copyOf(earlier);
    this.sentReplies = sentReplies;
    this.begun = begun;
    this.ended = ended;
  }

  /**
   * The answer to an update.
   *
   * @param again whether an earlier process may have sent a part of it
   * @param mayRepeat whether the update may be handled once more in this process
   * @param begun called when the first message was sent; must not throw
   * @param ended called when the answer is complete; must not throw
   */
  public static DurableAnswer to(
      Inbox.Update update,
      boolean again,
      boolean mayRepeat,
      SentReplies sentReplies,
      Runnable begun,
      Consumer<DurableAnswer> ended) {
    long sequence = update.sequence();
    String name = SentReplies.to(sequence);
    Map<Integer, Known> earlier = again ? known(sentReplies, name) : Map.of();
    return new DurableAnswer(
        name,
        OptionalLong.of(sequence),
        again,
        mayRepeat,
        Optional.of(update.receivedAt()),
        earlier,
        sentReplies,
        begun,
        ended);
  }

  /** A message that answers no update, under a name that is used only once. */
  public static DurableAnswer named(String name, SentReplies sentReplies) {
    Map<Integer, Known> earlier = known(sentReplies, name);
    return new DurableAnswer(
        name,
        OptionalLong.empty(),
        !earlier.isEmpty(),
        false,
        Optional.empty(),
        earlier,
        sentReplies,
        () -> {},
        answer -> {});
  }

  private static Map<Integer, Known> known(SentReplies sentReplies, String name) {
    try {
      return sentReplies.of(name);
    } catch (RuntimeException e) {
      log.error("What was sent before is unknown.", e);
      return Map.of();
    }
  }

  /** The answer that the calling thread works on. */
  public static @Nullable DurableAnswer current() {
    return CURRENT.get();
  }

  /** Sends a message and reports the attempts. */
  public interface Message {
    MessageRef send(Outbox.Course course) throws IOException;
  }

  /** Sends a message as part of the calling thread's answer, unless it was sent before. */
  public static MessageRef once(TelegramAddress to, Message message) throws IOException {
    DurableAnswer answer = current();
    return answer == null ? message.send(Outbox.Course.IGNORED) : answer.next(to, message);
  }

  private MessageRef next(TelegramAddress to, Message message) throws IOException {
    int position = next.getAndIncrement();
    Known known = earlier.get(position);
    if (known != null && known.message() != null) {
      return known.message();
    }
    if (known != null && known.attempts() >= MOST_ATTEMPTS) {
      log.warn("A message was perhaps sent twice before; it is not sent a third time.");
      return to.message(Outbox.UNKNOWN);
    }
    MessageRef sent;
    try {
      sent = message.send(new Recorded(position));
    } catch (InterruptedIOException e) {
      interrupted = true;
      throw e;
    }
    record(() -> sentReplies.sent(name, position, sent));
    if (position == 0) {
      begun.run();
    }
    return sent;
  }

  /** Records each attempt, and removes those that sent nothing. */
  private final class Recorded implements Outbox.Course {
    private final int position;

    Recorded(int position) {
      this.position = position;
    }

    @Override
    public void attempting() {
      record(() -> sentReplies.attempt(name, position));
    }

    @Override
    public void notSent() {
      record(() -> sentReplies.unsent(name, position));
    }
  }

  /** Writes a record; a failure, such as a full disk, does not keep the message from being sent. */
  private void record(Runnable write) {
    if (parts.get() == 0 && number.isPresent()) {
      return; // The update is done, and its records are deleted.
    }
    try {
      write.run();
    } catch (RuntimeException e) {
      log.error("What was sent of {} is not noted.", name, e);
    }
  }

  /** Whether the end of the process interrupted the answer. */
  public boolean isInterrupted() {
    return interrupted;
  }

  /** Marks the answer as interrupted, so that it is repeated after the next start. */
  public void markInterrupted() {
    interrupted = true;
  }

  /** Runs the handling of the update on this thread. */
  public void begin(Runnable handling) {
    Part part = new Part();
    try {
      part.within(handling);
    } finally {
      part.done();
    }
  }

  /** Sends a message as part of the answer, on this thread. */
  public MessageRef say(Sending message) throws IOException {
    DurableAnswer outer = enter();
    try {
      return message.send();
    } finally {
      leave(outer);
    }
  }

  private @Nullable DurableAnswer enter() {
    DurableAnswer outer = CURRENT.get();
    CURRENT.set(this);
    return outer;
  }

  /** Runs work whose log lines carry the number of the update. */
  private void logged(Runnable work) {
    if (number.isPresent()) {
      LogContext.with(LogContext.UPDATE, number.getAsLong(), work);
    } else {
      work.run();
    }
  }

  private static void leave(@Nullable DurableAnswer outer) {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  @Override
  public OptionalLong number() {
    return number;
  }

  @Override
  public boolean repeatable() {
    return mayRepeat && next.get() == 0 && parts.get() == 1;
  }

  @Override
  public boolean again() {
    return again;
  }

  @Override
  public Optional<Instant> receivedAt() {
    return receivedAt;
  }

  @Override
  public Rest leave() {
    parts.incrementAndGet();
    return new Part();
  }

  private final class Part implements Rest {
    private final AtomicBoolean finished = new AtomicBoolean();

    @Override
    public void within(Runnable work) {
      DurableAnswer outer = enter();
      try {
        logged(work);
      } finally {
        leave(outer);
      }
    }

    @Override
    public void done() {
      if (!finished.getAndSet(true) && parts.decrementAndGet() == 0) {
        logged(() -> ended.accept(DurableAnswer.this));
      }
    }
  }
}
