package io.mynah.chat.converse;

import io.mynah.chat.Channel;
import io.mynah.chat.DelayScheduler;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.training.VoiceRepair;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.voice.OwnBots;
import io.mynah.chat.voice.ReplyPipeline;
import io.mynah.chat.voice.SpokenContext;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.store.corpora.Corpora;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Runs conversations of two models, at most one at an address. Each message is drawn when it is due
 * and sent through {@link Delivery}, so no thread is held between messages and any number of
 * conversations run side by side. A restart ends them all. Thread-safe.
 */
public final class ConverseSessions {
  private final Channel channel;
  private final TurnWriter writer;
  private final Transcripts transcripts;
  private final TurnSender sender;
  private final SpokenContext context;
  private final VoiceRepair repair;
  private final DelayScheduler pauses;
  private final FaultLog faults;
  private final Clock clock;

  /** Ids differ after a restart, so that an old button does not match a new conversation. */
  private final AtomicLong ids;

  private final Map<Address, ConverseSession> sessions = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param ownBots by which the voices speak in groups
   */
  public ConverseSessions(
      Environment environment, ReplyPipeline pipeline, Corpora corpora, OwnBots ownBots) {
    channel = environment.channel();
    pauses = environment.threads().pauses();
    faults = environment.faults();
    clock = environment.clock();
    writer = new TurnWriter(pipeline.settings(), pipeline.replies(), corpora);
    transcripts = new Transcripts(channel);
    sender =
        new TurnSender(channel, pipeline.spokenMessages(), pipeline.delivery(), ownBots, clock);
    context = pipeline.context();
    repair = pipeline.repair();
    ids = new AtomicLong(clock.millis());
  }

  /**
   * Begins a conversation; returns {@code false} if one is in progress at the address.
   *
   * @param permitted whether it may still go on
   * @throws IOException when the announcement cannot be sent
   */
  public boolean begin(
      Envelope envelope,
      Phrases phrases,
      ConversePair pair,
      ConverseArguments arguments,
      BooleanSupplier permitted)
      throws IOException {
    ConverseHistory history = new ConverseHistory(ids.incrementAndGet(), envelope.sender(), pair);
    if (!arguments.topic().isEmpty()) {
      history.begin(arguments.topic(), clock.instant());
    }
    return start(new ConverseSession(envelope, phrases, history, arguments.count(), permitted));
  }

  private boolean start(ConverseSession session) throws IOException {
    if (sessions.putIfAbsent(session.address(), session) != null) {
      return false;
    }
    boolean begun = false;
    try {
      ConversePair pair = session.history().pair();
      String begins =
          session.phrases().of("converse.begins", "first", pair.name(0), "second", pair.name(1));
      session.begun(
          new ConverseSession.Shown(
              channel.send(session.address(), new Reply(begins, session.stopButton())), begins));
      begun = true;
    } finally {
      if (!begun) {
        sessions.remove(session.address(), session);
      }
    }
    scheduleTurn(session);
    return true;
  }

  private void scheduleTurn(ConverseSession session) {
    DelayScheduler.Pending unused = pauses.after(Duration.ZERO, () -> makeTurn(session));
  }

  /** Makes the next turn. */
  private void makeTurn(ConverseSession session) {
    if (session.over()) {
      return;
    }
    boolean succeeded =
        faults.attempt(session.envelope(), session.phrases(), channel, () -> speak(session));
    if (!succeeded && session.end()) {
      sessions.remove(session.address(), session);
    }
  }

  private void speak(ConverseSession session) throws IOException {
    TurnWriter.Written written;
    try {
      written = writer.write(session);
    } catch (MissingModel | DamagedModel lost) {
      finish(session, EndReason.LOST);
      ConversePair.Role role = session.history().pair().role(session.history().next());
      repair.repair(role.owner(), role.person(), session.envelope(), session.phrases());
      return;
    }
    if (written.texts().isEmpty()) {
      finish(session, EndReason.CIRCLES);
    } else {
      sender.send(session, written, all -> turnOver(session, all));
    }
  }

  /**
   * Continues after a turn.
   *
   * @param all whether all of its messages were sent
   */
  private void turnOver(ConverseSession session, boolean all) {
    if (session.over()) {
      sendFileIfDue(session);
      return;
    }
    if (!all) {
      finish(session, EndReason.STOPPED);
    } else if (session.left() <= 0) {
      finish(session, EndReason.DONE);
    } else {
      scheduleTurn(session);
    }
  }

  /** Ends a conversation and sends its transcript as a file. */
  private void finish(ConverseSession session, EndReason reason) {
    if (session.end()) {
      ended(session, reason);
    }
  }

  private void ended(ConverseSession session, EndReason reason) {
    sessions.remove(session.address(), session);
    if (closed) {
      return;
    }
    boolean unused =
        faults.attempt(
            session.envelope(),
            session.phrases(),
            channel,
            () -> transcripts.send(session, reason));
  }

  /** Whether a conversation is in progress at an address. */
  public boolean isUnderWay(Address address) {
    return sessions.containsKey(address);
  }

  /**
   * Takes in what somebody says where two voices talk; the two answer it as it comes. Returns
   * whether two talk there, and it is not for a third one.
   *
   * @param to whom it is said to, if to one person
   */
  public boolean hear(Address address, OwnerId user, String text, Optional<PersonId> to) {
    ConverseSession session = sessions.get(address);
    if (session == null || !to.map(session.history().pair()::has).orElse(true)) {
      return false;
    }
    if (!text.isBlank() && !text.startsWith("/")) {
      session.history().hear(listener(session, user), text.strip(), to, clock.instant());
    }
    return true;
  }

  private ConverseHistory.Listener listener(ConverseSession session, OwnerId user) {
    ConversePair pair = session.history().pair();
    return new ConverseHistory.Listener(
        user,
        Stream.of(pair.first(), pair.second())
            .map(role -> context.speakerOf(role.owner(), user, role.person()))
            .toList());
  }

  /** Stops the conversation at an address; returns whether there was one. */
  public boolean stop(Address address) {
    ConverseSession session = sessions.get(address);
    if (session == null) {
      return false;
    }
    stop(session);
    return true;
  }

  /**
   * Stops a conversation. The file is made when no message is being sent, so that it contains
   * everything that was said.
   */
  private void stop(ConverseSession session) {
    if (session.end()) {
      sessions.remove(session.address(), session);
      session.markFileDue();
      sender.stop(session);
      sendFileIfDue(session);
    }
  }

  private void sendFileIfDue(ConverseSession session) {
    if (session.takeDueFile()) {
      ended(session, EndReason.STOPPED);
    }
  }

  /**
   * Handles the stop button.
   *
   * @return whether the button is still valid where it was pressed
   * @throws IOException when the answer cannot be sent
   */
  public boolean pressStop(PressHandler.Pressed pressed) throws IOException {
    ConverseSession session = sessions.get(pressed.envelope().address());
    if (session != null && session.history().id() == pressed.id(0)) {
      stop(session);
      return true;
    }
    if (!pressed.envelope().isPrivate()) {
      return false;
    }
    boolean own = transcripts.find(pressed.owner(), pressed.id(0)).isPresent();
    say(pressed, own ? "converse.over" : "converse.forgotten");
    return true;
  }

  /** Handles the button that continues a conversation. */
  boolean pressMore(PressHandler.Pressed pressed) throws IOException {
    Optional<ConverseHistory> history = transcripts.find(pressed.owner(), pressed.id(0));
    if (history.isEmpty()) {
      say(pressed, "converse.forgotten");
      return true;
    }
    int count = (int) Math.max(1, Math.min(ConverseArguments.MOST, pressed.id(1)));
    ConverseSession next =
        new ConverseSession(
            pressed.envelope(), pressed.phrases(), history.get(), count, () -> true);
    if (!start(next)) {
      say(pressed, "converse.busy");
    }
    return true;
  }

  private void say(PressHandler.Pressed pressed, String key) throws IOException {
    channel.send(pressed.envelope().address(), Reply.of(pressed.phrases().of(key)));
  }

  /** Ends an owner's conversations without a message, and deletes what was said. */
  void forget(OwnerId owner) {
    List<ConverseSession> own = sessions.values().stream().filter(s -> s.isOf(owner)).toList();
    for (ConverseSession session : own) {
      if (session.end()) {
        sessions.remove(session.address(), session);
        sender.stop(session);
      }
    }
    transcripts.forget(owner);
  }

  /** Whether a conversation of an owner is in progress. */
  boolean busy(OwnerId owner) {
    return sessions.values().stream().anyMatch(session -> session.isOf(owner));
  }

  /** Ends all conversations without a message. */
  void close() {
    closed = true;
    sessions.values().forEach(ConverseSession::end);
    sessions.clear();
  }
}
