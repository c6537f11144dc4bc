package io.mynah.chat.speech;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Channel;
import io.mynah.chat.CurrentUpdate;
import io.mynah.chat.DelayScheduler;
import io.mynah.chat.Envelope;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.voice.SpokenContext;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.lm.Turn;
import io.mynah.store.conversation.ChatSessions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs chats of an owner with a person ({@code /chat}): answers what the owner writes, with what
 * both said before as context. Messages in quick succession are answered together; those that
 * arrive while an answer is being sent are answered after it.
 *
 * <p>Which person an owner chats with is stored; the last messages are kept in memory only, for a
 * day. Thread-safe.
 */
public final class ChatResponder {
  /** An answer begins when the owner has written nothing for this time. */
  public static final Duration QUIET = Duration.ofMillis(1500);

  /** How many messages of both are kept. */
  private static final int MOST_TURNS = 12;

  private static final int REMEMBERED = 10_000;
  private static final Duration LIFE = Duration.ofDays(1);

  private final Channel channel;
  private final ChatSessions chatSessions;
  private final Roster roster;
  private final OwnerSettings settings;
  private final SpokenContext spokenContext;
  private final SpeechSender speechSender;
  private final DelayScheduler pauses;
  private final FaultLog faults;
  private final Cache<Address, Session> sessions =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterAccess(LIFE).build();

  ChatResponder(
      Environment environment,
      ChatSessions chatSessions,
      Roster roster,
      OwnerSettings settings,
      SpokenContext spokenContext,
      SpeechSender speechSender) {
    this.channel = environment.channel();
    this.chatSessions = chatSessions;
    this.roster = roster;
    this.settings = settings;
    this.spokenContext = spokenContext;
    this.speechSender = speechSender;
    this.pauses = environment.threads().pauses();
    this.faults = environment.faults();
  }

  /** The state of one chat in memory. Guarded by the {@link ChatResponder}. */
  private static final class Session {
    final Person person;
    final Deque<Turn> turns = new ArrayDeque<>();

    /**
     * Messages for which no answer has begun, by their references, because they may be edited. What
     * the person says meanwhile answers earlier messages.
     */
    final Map<MessageRef, Turn> unanswered = new LinkedHashMap<>();

    /** The updates still to be answered; {@link #underWay} has those that are being answered. */
    final List<CurrentUpdate.Rest> waiting = new ArrayList<>();

    List<CurrentUpdate.Rest> underWay = List.of();

    Envelope envelope;
    Phrases phrases;
    DelayScheduler.@Nullable Pending quiet;

    /** The number of the current pause: a cancelled pause may still end. */
    long pauseNumber;

    boolean answering;

    Session(Person person, Envelope envelope, Phrases phrases) {
      this.person = person;
      this.envelope = envelope;
      this.phrases = phrases;
    }

    void add(Turn turn) {
      turns.add(turn);
      if (turns.size() > MOST_TURNS) {
        turns.remove();
      }
    }
  }

  /** Starts a chat: from now on this person answers at an address. */
  void begin(OwnerId owner, Address address, Person person) {
    if (chatSessions.begin(owner, address, person.id())) {
      drop(address);
    }
  }

  /** The person who chats with an owner at an address. */
  Optional<Person> with(OwnerId owner, Address address) {
    return chatSessions.with(owner, address).flatMap(id -> roster.person(owner, id.value()));
  }

  /** Ends the chat at an address; returns the person. */
  Optional<Person> end(OwnerId owner, Address address) {
    Optional<Person> person = with(owner, address);
    chatSessions.end(owner, address);
    drop(address);
    return person;
  }

  private void drop(Address address) {
    List<CurrentUpdate.Rest> unanswered = new ArrayList<>();
    synchronized (this) {
      Session session = sessions.getIfPresent(address);
      if (session != null) {
        if (session.quiet != null) {
          session.quiet.cancel();
        }
        unanswered.addAll(session.waiting);
        session.waiting.clear();
      }
      sessions.invalidate(address);
    }
    unanswered.forEach(CurrentUpdate.Rest::done);
  }

  /** Handles text in a chat; returns whether a chat is in progress here. */
  boolean handle(Envelope envelope, Phrases phrases, String text) {
    Optional<Person> person = with(envelope.sender(), envelope.address());
    if (person.isEmpty()) {
      return false;
    }
    handle(envelope, envelope.sender(), phrases, person.get(), text);
    return true;
  }

  /**
   * Handles text that a person answers wherever it was written.
   *
   * @param envelope with the person's owner as the sender
   * @param asker who wrote it
   */
  void handle(Envelope envelope, OwnerId asker, Phrases phrases, Person person, String text) {
    Turn turn = spokenContext.turn(envelope.sender(), asker, person, text);
    synchronized (this) {
      Session session = session(person, envelope, phrases);
      session.unanswered.put(envelope.message(), turn);
      session.waiting.add(channel.cause().leave());
      awaitQuiet(session);
    }
  }

  private Session session(Person person, Envelope envelope, Phrases phrases) {
    Session known = sessions.getIfPresent(envelope.address());
    if (known != null && known.person.id().equals(person.id())) {
      known.envelope = envelope;
      known.phrases = phrases;
      return known;
    }
    Session session = new Session(person, envelope, phrases);
    sessions.put(envelope.address(), session);
    return session;
  }

  /** Answers when nothing more was written for a while, or when the current answer has ended. */
  private void awaitQuiet(Session session) {
    if (session.quiet != null) {
      session.quiet.cancel();
    }
    long pauseNumber = ++session.pauseNumber;
    session.quiet =
        session.answering ? null : pauses.after(QUIET, () -> answer(session, pauseNumber));
  }

  private void answer(Session session, long pauseNumber) {
    CurrentUpdate.Rest newest;
    Envelope envelope;
    Phrases phrases;
    List<Turn> turns;
    synchronized (this) {
      boolean outdated = session.pauseNumber != pauseNumber || session.answering;
      if (outdated || session.waiting.isEmpty() || isOver(session)) {
        return;
      }
      session.quiet = null;
      session.unanswered.values().forEach(session::add);
      session.unanswered.clear();
      session.underWay = List.copyOf(session.waiting);
      session.waiting.clear();
      newest = session.underWay.get(session.underWay.size() - 1);
      envelope = session.envelope;
      phrases = session.phrases;
      turns = List.copyOf(session.turns);
      session.answering = true;
    }
    ChatListener listener = new ChatListener(session);
    newest.within(
        () -> {
          boolean succeeded =
              faults.attempt(
                  envelope,
                  phrases,
                  channel,
                  () -> say(envelope, phrases, session, turns, listener));
          if (!succeeded) {
            listener.ended();
          }
        });
  }

  private void say(
      Envelope envelope,
      Phrases phrases,
      Session session,
      List<Turn> turns,
      SpeechRequest.Listener listener)
      throws IOException {
    double temperature = settings.of(envelope.sender()).temperature();
    speechSender.say(
        new SpeechRequest(
            envelope,
            phrases,
            session.person,
            turns,
            "",
            Action.AS_THEY_DO,
            temperature,
            List.of(),
            listener));
  }

  /** Adds what the person says to the chat, and ends the answer. */
  private final class ChatListener implements SpeechRequest.Listener {
    private final Session session;
    private boolean over;

    ChatListener(Session session) {
      this.session = session;
    }

    @Override
    public void sent(String text) {
      synchronized (ChatResponder.this) {
        session.add(spokenContext.personTurn(session.person, text));
      }
    }

    @Override
    public boolean wanted() {
      return !isOver(session);
    }

    @Override
    public void ended() {
      List<CurrentUpdate.Rest> answered;
      synchronized (ChatResponder.this) {
        if (over) {
          return;
        }
        over = true;
        session.answering = false;
        answered = session.underWay;
        session.underWay = List.of();
        if (!session.unanswered.isEmpty() && !isOver(session)) {
          awaitQuiet(session);
        }
      }
      answered.forEach(CurrentUpdate.Rest::done);
    }
  }

  private boolean isOver(Session session) {
    return sessions.getIfPresent(session.envelope.address()) != session;
  }

  /**
   * A listener that adds what a person says once more to their chat; it does nothing if there is no
   * such chat.
   */
  synchronized SpeechRequest.Listener listener(Address address, Person person) {
    Session session = sessions.getIfPresent(address);
    return session == null || !session.person.id().equals(person.id())
        ? SpeechRequest.Listener.NONE
        : text -> {
          synchronized (this) {
            session.add(spokenContext.personTurn(person, text));
          }
        };
  }

  /** Whether an answer to an owner is due or in progress. */
  synchronized boolean busy(OwnerId owner) {
    return sessions.asMap().values().stream()
        .filter(session -> session.envelope.sender().equals(owner))
        .anyMatch(session -> session.quiet != null || session.answering);
  }

  /** Deletes what an owner and their people said. */
  void forget(OwnerId owner) {
    List<Address> unused = end(envelope -> envelope.sender().equals(owner));
  }

  /** Ends the chats of some envelopes, and deletes what was said; returns where they were. */
  List<Address> end(Predicate<Envelope> which) {
    List<Address> addresses;
    synchronized (this) {
      addresses =
          sessions.asMap().entrySet().stream()
              .filter(e -> which.test(e.getValue().envelope))
              .map(Map.Entry::getKey)
              .toList();
    }
    addresses.forEach(this::drop);
    return addresses;
  }
}
