package io.mynah.chat.group;

import io.mynah.chat.Channel;
import io.mynah.chat.DelayScheduler;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.converse.ConverseSessions;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.RepeatedWork;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.voice.OwnBots;
import io.mynah.chat.voice.ReplyPipeline;
import io.mynah.chat.voice.SharedMessage;
import io.mynah.chat.voice.VoiceReplies;
import io.mynah.chat.words.Languages;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.GroupShare;
import io.mynah.domain.MessageRef;
import io.mynah.domain.Person;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.store.corpora.Shares;
import io.mynah.store.corpora.UnpromptedTurns;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Lets voices say something unasked, now and then, in groups where their owners allow it; see
 * {@link UnpromptedRhythm}. When each does so next is stored before it speaks, so a message may be
 * lost by a kill but none comes twice, and what was due while no process ran is not made up for. A
 * voice that nobody answered several times in a row says nothing until somebody does. Thread-safe.
 */
final class UnpromptedMessages {
  private static final Duration LOOKED_EVERY = Duration.ofSeconds(30);

  /** A message that is later than this is left out. */
  private static final Duration LATEST = Duration.ofMinutes(10);

  /** How much later a message comes that is due while something else goes on in the group. */
  private static final Duration POSTPONED = Duration.ofMinutes(20);

  /** The most messages in a row that nobody answers. */
  private static final int MOST_UNANSWERED = 5;

  private final Channel channel;
  private final Shares shares;
  private final UnpromptedTurns turns;
  private final GroupRoster roster;
  private final ReplyPipeline pipeline;
  private final OwnBots ownBots;
  private final ConverseSessions sessions;
  private final Supplier<RandomGenerator> random;
  private final Languages languages;
  private final DelayScheduler replies;
  private final RepeatedWork looking;
  private final FaultLog faults;
  private final Clock clock;
  private volatile boolean closed;

  /**
   * @param random gives the randomness of one plan
   */
  UnpromptedMessages(
      Environment environment,
      Shares shares,
      GroupRoster roster,
      ReplyPipeline pipeline,
      OwnBots ownBots,
      ConverseSessions sessions,
      Supplier<RandomGenerator> random) {
    channel = environment.channel();
    languages = environment.languages();
    replies = environment.threads().pauses();
    faults = environment.faults();
    looking = new RepeatedWork(environment.threads().background(), faults);
    clock = environment.clock();
    this.shares = shares;
    turns = shares.unprompted();
    this.roster = roster;
    this.pipeline = pipeline;
    this.ownBots = ownBots;
    this.sessions = sessions;
    this.random = random;
  }

  /** Begins to look for what is due. */
  void resume() {
    looking.start(LOOKED_EVERY, this::look);
  }

  void close() {
    closed = true;
    looking.close();
  }

  private void look() {
    for (UnpromptedTurns.Turn turn : turns.due(clock.instant(), MOST_UNANSWERED)) {
      boolean unused =
          faults.attempt(
              () -> {
                Optional<GroupShare> share = shares.of(turn.person(), turn.groupId());
                if (share.filter(this::maySpeak).isPresent()) {
                  take(turn, share.get());
                }
              });
    }
  }

  /** Whether a person has a rhythm, and the group is one of this channel's and bot's. */
  private boolean maySpeak(GroupShare share) {
    return UnpromptedRhythm.isKnown(share.person())
        && channel.privately(share.owner()).isPresent()
        && !channel.isElsewhere(share.group().address());
  }

  /** Plans the next message of a voice, and says this one if it is due. */
  private void take(UnpromptedTurns.Turn turn, GroupShare share) throws IOException {
    Instant now = clock.instant();
    Person person = share.person();
    UnpromptedRhythm rhythm = new UnpromptedRhythm(person, turns.hours(person));
    Instant at = turn.at();
    if (closed) {
      return;
    }
    if (at == null || at.plus(LATEST).isBefore(now) || !rhythm.isAwake(at)) {
      boolean unused = plan(turn, rhythm.next(now, turn.unanswered(), random.get()), 0);
    } else if (isBusy(share.group().address()) || !roster.ready(share)) {
      boolean unused = plan(turn, now.plus(POSTPONED), 0);
    } else if (plan(turn, rhythm.next(now, turn.unanswered() + 1, random.get()), 1)) {
      // Making and sending it may take long, and the threads for background work are few.
      var unused =
          replies.after(
              Duration.ZERO,
              () -> {
                boolean unusedToo = faults.attempt(() -> speak(share));
              });
    }
  }

  private boolean plan(UnpromptedTurns.Turn turn, Instant next, int more) {
    return turns.plan(turn, next, turn.unanswered() + more);
  }

  private boolean isBusy(Address group) {
    return sessions.isUnderWay(group) || pipeline.delivery().isFull(group);
  }

  private void speak(GroupShare share) {
    Person person = share.person();
    String text;
    try {
      text =
          pipeline
              .replies()
              .reply(
                  VoiceReplies.Request.of(
                      person, pipeline.settings().of(share.owner()), List.of(), 1, 1))
              .messages()
              .get(0);
    } catch (MissingModel | DamagedModel lost) {
      pipeline.repair().repairUnasked(share.owner(), person);
      return;
    }
    Phrases phrases = languages.of(share.owner());
    String signed = phrases.of("converse.line", "name", Wording.name(person.name()), "text", text);
    Delivery.Message message =
        ownBots.message(
            person, Reply.of(SharedMessage.marked(text)), Reply.of(SharedMessage.marked(signed)));
    pipeline
        .delivery()
        .deliver(
            envelope(share),
            phrases,
            List.of(new Delivery.Line(Duration.ZERO, message)),
            new WhileShared(share, roster, pipeline.spokenMessages(), clock));
  }

  /** As if the owner had asked for it in the group. */
  private static Envelope envelope(GroupShare share) {
    Address address = share.group().address();
    return new Envelope(
        share.owner(),
        null,
        address,
        new MessageRef(address, "unprompted"),
        share.group(),
        Locale.ENGLISH);
  }
}
