package io.mynah.telegram.outgoing;

import io.mynah.chat.Channel;
import io.mynah.telegram.connection.ApiFault;
import io.mynah.telegram.connection.ApiFault.Kind;
import io.mynah.telegram.connection.BotApi;
import io.mynah.telegram.connection.BotEvents;
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
import org.telegram.telegrambots.meta.api.objects.message.Message;

/**
 * Sends messages with retries: waits for the rate limits, obeys "too many requests", tries again
 * after temporary faults and outages, and sends nothing more to chats that blocked the bot.
 * Thread-safe.
 *
 * <p>A message whose answer was lost is sent once more, so a person may see it twice: the Bot API
 * cannot tell whether it arrived.
 */
public final class Outbox {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  /** The id of a message that was sent and whose id is not known. No message has it. */
  public static final int UNKNOWN = 0;

  /** How many "too many requests" answers one call waits out before it is given up. */
  private static final int FLOOD_WAITS = 20;

  /** How often a message is sent that may have arrived. */
  private static final int UNCLEAR_SENDS = 2;

  private final BotApi api;
  private final FloodControl flood;
  private final InterruptibleWait waits;
  private final ReachabilityProbe reachability;
  private final Map<Long, Long> moved = new ConcurrentHashMap<>();
  private final Set<Long> closedChats = ConcurrentHashMap.newKeySet();
  private final Moves moves;
  private final BotEvents events;

  /** Is notified when the answer to a call reports a group's new id. */
  public interface Moves {
    void moved(long from, long to);
  }

  /**
   * @param moves is notified of every move, perhaps more than once; must not throw
   * @param events is told of each message that was sent
   */
  public Outbox(
      BotApi api,
      FloodControl flood,
      InterruptibleWait waits,
      ReachabilityProbe reachability,
      Moves moves,
      BotEvents events) {
    this.moves = moves;
    this.events = events;
    this.reachability = reachability;
    this.api = api;
    this.flood = flood;
    this.waits = waits;
  }

  /**
   * Sends to a chat, or to the supergroup that it became, within its limits.
   *
   * @param course is notified of each attempt
   * @param method makes the call for the chat's current id
   * @return the message's id, {@link #UNKNOWN} if it was sent and the answer could not be read
   * @throws Channel.NotSent when it was refused; caused by the {@link ApiFault} unless the chat is
   *     closed
   * @throws IOException when it failed for good otherwise
   */
  public int send(long chat, Course course, LongFunction<? extends BotApiMethod<Message>> method)
      throws IOException {
    return sendWithRetries(chat, course, id -> api.call(method.apply(id)));
  }

  /** Is notified of the attempts to send. */
  public interface Course {
    /** Ignores all notifications. */
    Course IGNORED =
        new Course() {
          @Override
          public void attempting() {}

          @Override
          public void notSent() {}
        };

    /** A request is about to be sent, and may have been carried out from now on. */
    void attempting();

    /** The request is known not to have been carried out. */
    void notSent();
  }

  /** One attempt to send something. */
  interface Attempt {
    /**
     * Sends.
     *
     * @param chat the chat's current id
     */
    Message send(long chat) throws ApiFault, InterruptedException;
  }

  /**
   * Sends to a chat with retries, as {@link #send} does.
   *
   * @return as there
   * @throws IOException when it failed for good
   */
  int sendWithRetries(long chat, Course course, Attempt attempt) throws IOException {
    ReachabilityProbe.Tries tries = reachability.tries();
    int floods = 0;
    int unclear = 0;
    while (true) {
      long id = current(chat);
      awaitPermit(id);
      course.attempting();
      try {
        int sent = attempt.send(id).getMessageId();
        events.sent();
        return sent;
      } catch (InterruptedException e) {
        throw interrupted();
      } catch (ApiFault fault) {
        if (fault.kind() != Kind.UNCLEAR && fault.kind() != Kind.UNREADABLE) {
          course.notSent();
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
          case UNREADABLE -> {
            log.warn("Sent, but the message's id is unknown: {}", fault.getMessage());
            events.sent();
            return UNKNOWN;
          }
          case FORBIDDEN -> {
            forbidden(id);
            throw unclear > 0 ? givenUp(fault) : notSent(fault);
          }
          case REFUSED, TOKEN_REFUSED -> {
            if (!noteMove(id, fault)) {
              throw unclear > 0 ? givenUp(fault) : notSent(fault);
            }
          }
        }
      }
    }
  }

  /**
   * Calls a method that no chat's limit applies to.
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

  /** Marks a chat as closed to the bot: nothing is sent there until somebody writes there again. */
  public void forbidden(long chat) {
    if (closedChats.add(chat)) {
      log.info("Chat {} is closed to the bot; nothing more is sent there.", chat);
    }
  }

  /** The current id of a chat. */
  public long current(long chat) {
    return moved.getOrDefault(chat, chat);
  }

  /** Sends messages for {@code from} to {@code to} from now on. */
  public void redirect(long from, long to) {
    if (from != to) {
      moved.remove(to);
      moved.replaceAll((old, target) -> target == from ? Long.valueOf(to) : target);
      moved.put(from, to);
    }
  }

  /** Redirects a chat if the fault reports its new id. Returns whether it does. */
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
    closedChats.remove(chat);
  }

  public boolean isClosed(long chat) {
    return closedChats.contains(chat);
  }

  private void awaitPermit(long chat) throws IOException {
    while (true) {
      if (isClosed(chat)) {
        throw new Channel.NotSent("The chat is closed to the bot.");
      }
      long wait = flood.tryAcquire(chat);
      if (wait == 0) {
        return;
      }
      waits.sleep(wait);
    }
  }

  /** Waits before another try; gives up if only this call fails. */
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

  private static IOException notSent(ApiFault fault) {
    log.warn("Given up: {}", fault.getMessage());
    return new Channel.NotSent("Telegram refuses the message: " + fault.getMessage(), fault);
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("The bot is stopping.");
  }
}
