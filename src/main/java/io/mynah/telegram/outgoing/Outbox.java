package io.mynah.telegram.outgoing;

import io.mynah.telegram.connection.ApiFault;
import io.mynah.telegram.connection.ApiFault.Kind;
import io.mynah.telegram.connection.BotApi;
import io.mynah.telegram.connection.InterruptibleWait;
import io.mynah.telegram.connection.ReachabilityProbe;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.methods.botapimethods.BotApiMethod;

/**
 * Calls methods until they succeed or fail for good: waits for the limits, obeys "too many
 * requests", tries again after passing faults, waits out outages, and sends nothing more to who
 * blocked the bot. Thread-safe.
 *
 * <p>A message whose answer got lost on the way is sent once more, so a person may see it twice;
 * the Bot API has no way to tell the two cases apart.
 */
public final class Outbox {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  /** How often flood control is obeyed for one call before it is given up. */
  private static final int FLOOD_WAITS = 20;

  /** How often a message is sent that may have come. */
  private static final int UNCLEAR_SENDS = 2;

  private final BotApi api;
  private final FloodControl flood;
  private final InterruptibleWait waits;
  private final ReachabilityProbe reachability;
  private final Map<Long, Long> moved = new ConcurrentHashMap<>();
  private final Set<Long> closedToUs = ConcurrentHashMap.newKeySet();
  private final Moves moves;

  /** Hears of groups that have another id, as answers to calls say. */
  public interface Moves {
    void moved(long from, long to);
  }

  /**
   * @param moves hears of every move, perhaps more than once; must not throw
   */
  public Outbox(
      BotApi api,
      FloodControl flood,
      InterruptibleWait waits,
      ReachabilityProbe reachability,
      Moves moves) {
    this.moves = moves;
    this.reachability = reachability;
    this.api = api;
    this.flood = flood;
    this.waits = waits;
  }

  /**
   * Sends to a chat, within its limits; to the supergroup that the chat became, if it did.
   *
   * @param course hears how it goes
   * @param method makes the call for the id that the chat has now
   * @throws IOException when it failed for good
   */
  public <T extends Serializable> T send(
      long chat, Course course, LongFunction<? extends BotApiMethod<T>> method) throws IOException {
    return insist(chat, course, id -> api.call(method.apply(id)));
  }

  /** Hears how sending goes. */
  public interface Course {
    /** Whom nobody tells. */
    Course UNHEARD =
        new Course() {
          @Override
          public void goes() {}

          @Override
          public void cameToNothing() {}
        };

    /** A request is about to go out; from now on it may have been carried out. */
    void goes();

    /** It is known that it was not. */
    void cameToNothing();
  }

  /** One try to send something. */
  interface Attempt<T> {
    /**
     * Tries.
     *
     * @param chat the id that the chat has now
     */
    T send(long chat) throws ApiFault, InterruptedException;
  }

  /**
   * Tries to send to a chat, as {@link #send} does.
   *
   * @throws IOException when it failed for good
   */
  <T> T insist(long chat, Course course, Attempt<T> attempt) throws IOException {
    ReachabilityProbe.Tries tries = reachability.tries();
    int floods = 0;
    int unclear = 0;
    while (true) {
      long id = current(chat);
      awaitLeave(id);
      course.goes();
      try {
        return attempt.send(id);
      } catch (InterruptedException e) {
        throw interrupted();
      } catch (ApiFault fault) {
        if (fault.kind() != Kind.UNCLEAR) {
          course.cameToNothing();
        }
        switch (fault.kind()) {
          case TOO_FAST -> {
            flood.pause(id, fault.retryAfter());
            giveUpAfter(++floods, FLOOD_WAITS, fault);
          }
          case PASSING -> awaitNext(tries, fault);
          case UNCLEAR -> {
            giveUpAfter(++unclear, UNCLEAR_SENDS, fault);
            reachability.await();
          }
          case FORBIDDEN -> {
            forbidden(id);
            throw givenUp(fault);
          }
          case REFUSED, TOKEN_REFUSED -> {
            if (!noteMove(id, fault)) {
              throw givenUp(fault);
            }
          }
        }
      }
    }
  }

  /**
   * Asks for something that no chat's limit counts.
   *
   * @throws ApiFault when the server refused
   * @throws IOException when it failed for good otherwise
   */
  public <T extends Serializable> T ask(BotApiMethod<T> method) throws IOException, ApiFault {
    ReachabilityProbe.Tries tries = reachability.tries();
    for (int floods = 1; ; ) {
      try {
        return api.call(method);
      } catch (InterruptedException e) {
        throw interrupted();
      } catch (ApiFault fault) {
        if (fault.kind() == Kind.TOO_FAST) {
          giveUpAfter(floods++, FLOOD_WAITS, fault);
          waits.sleep(fault.retryAfter().toNanos());
        } else if (fault.kind() == Kind.PASSING || fault.kind() == Kind.UNCLEAR) {
          awaitNext(tries, fault);
        } else {
          throw fault;
        }
      }
    }
  }

  /** Nothing is sent to a chat that is closed to the bot, until somebody speaks there again. */
  public void forbidden(long chat) {
    if (closedToUs.add(chat)) {
      log.info("Chat {} is closed to the bot; nothing more is sent there.", chat);
    }
  }

  /** The id that a chat has now. */
  public long current(long chat) {
    return moved.getOrDefault(chat, chat);
  }

  /** Sends to {@code to} from now on what is for {@code from}. */
  public void redirect(long from, long to) {
    if (from != to) {
      moved.remove(to);
      moved.replaceAll((old, target) -> target == from ? Long.valueOf(to) : target);
      moved.put(from, to);
    }
  }

  /** Learns from a fault that the chat has another id; false if it did not say so. */
  public boolean noteMove(long chat, ApiFault fault) {
    OptionalLong to = fault.movedTo();
    if (to.isEmpty() || to.getAsLong() == chat) {
      return false;
    }
    redirect(chat, to.getAsLong());
    moves.moved(chat, to.getAsLong());
    return true;
  }

  public void heardFrom(long chat) {
    closedToUs.remove(chat);
  }

  public boolean isClosed(long chat) {
    return closedToUs.contains(chat);
  }

  private void awaitLeave(long chat) throws IOException {
    while (true) {
      if (isClosed(chat)) {
        throw new IOException("The chat is closed to the bot.");
      }
      long wait = flood.tryAcquire(chat);
      if (wait == 0) {
        return;
      }
      waits.sleep(wait);
    }
  }

  /** Waits before another try; gives up when only this call goes wrong. */
  private void awaitNext(ReachabilityProbe.Tries tries, ApiFault fault) throws IOException {
    if (tries.failed()) {
      throw givenUp(fault);
    }
    waits.sleep(tries.pause().toNanos());
  }

  private static void giveUpAfter(int failures, int most, ApiFault fault) throws IOException {
    if (failures >= most) {
      throw givenUp(fault);
    }
  }

  private static IOException givenUp(ApiFault fault) {
    log.warn("Given up: {}", fault.getMessage());
    return new IOException(fault.getMessage(), fault);
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("The bot is stopping.");
  }
}
