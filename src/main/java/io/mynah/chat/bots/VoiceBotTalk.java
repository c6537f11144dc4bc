package io.mynah.chat.bots;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.speech.SpeechFeature;
import io.mynah.chat.voice.VoiceReactions;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.Group;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceBot;
import io.mynah.domain.VoiceBotId;
import io.mynah.store.conversation.VoiceBots;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Answers what is written to voices' own bots: as the person, and without commands. Only the owner
 * may, and others where the owner lets them. Thread-safe.
 */
final class VoiceBotTalk {
  private static final int MOST_STRANGERS = 10_000;
  private static final Duration BETWEEN_REFUSALS = Duration.ofHours(1);

  private final Channel channel;
  private final VoiceBots bots;
  private final Roster roster;
  private final SpeechFeature speech;
  private final VoiceReactions reactions;
  private final Quotas quotas;
  private final Predicate<Envelope> admitted;
  private final Clock clock;
  private final Cache<Refusal, Instant> refused;

  private record Refusal(OwnerId stranger, VoiceBotId bot) {}

  /**
   * @param admitted who may use Mynah
   */
  VoiceBotTalk(
      Environment environment,
      VoiceBots bots,
      Roster roster,
      SpeechFeature speech,
      VoiceReactions reactions,
      Quotas quotas,
      Predicate<Envelope> admitted) {
    channel = environment.channel();
    this.bots = bots;
    this.roster = roster;
    this.speech = speech;
    this.reactions = reactions;
    this.quotas = quotas;
    this.admitted = admitted;
    clock = environment.clock();
    refused =
        Caffeine.newBuilder()
            .maximumSize(MOST_STRANGERS)
            .expireAfterWrite(BETWEEN_REFUSALS)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  /** Handles what was sent to a voice's own bot in private. */
  void handle(Incoming incoming, Phrases phrases) throws IOException {
    Envelope envelope = incoming.envelope();
    Optional<VoiceBot> bot =
        Bot.voiceAt(envelope.address()).flatMap(bots::find).filter(VoiceBot::active);
    boolean written =
        incoming instanceof Incoming.Text
            || incoming instanceof Incoming.File
            || incoming instanceof Incoming.Other;
    if (bot.isEmpty() || !envelope.isPrivate() || !written) {
      return;
    }
    if (!mayUse(envelope, bot.get())) {
      refuse(envelope, phrases, bot.get());
    } else if (isWithinLimit(envelope, phrases, bot.get())) {
      Optional<Person> person = roster.person(bot.get().owner(), bot.get().person().value());
      if (person.isPresent()) {
        answer(incoming, phrases, bot.get(), person.get());
      }
    }
  }

  private boolean mayUse(Envelope envelope, VoiceBot bot) {
    return envelope.sender().equals(bot.owner())
        ? admitted.test(envelope)
        : bot.shared() && !envelope.sender().isAnonymous();
  }

  /** Tells a stranger, now and then, that the bot is not for them. */
  private void refuse(Envelope envelope, Phrases phrases, VoiceBot bot) throws IOException {
    Refusal refusal = new Refusal(envelope.sender(), bot.id());
    if (refused.asMap().putIfAbsent(refusal, clock.instant()) == null) {
      say(envelope, phrases.of("bot.private"));
    }
  }

  /** Counts a message: for its writer and, unless that is the owner, for the bot. */
  private boolean isWithinLimit(Envelope envelope, Phrases phrases, VoiceBot bot)
      throws IOException {
    Quotas.Verdict own = quotas.request(envelope.sender());
    if (own == Quotas.Verdict.REFUSE) {
      say(envelope, quotas.tooFast(envelope, phrases));
    }
    if (own != Quotas.Verdict.ANSWER || envelope.sender().equals(bot.owner())) {
      return own == Quotas.Verdict.ANSWER;
    }
    Group others = new Group(new Address("others of " + bot.id().value()), "");
    Quotas.Verdict all = quotas.request(others);
    if (all == Quotas.Verdict.REFUSE) {
      say(envelope, phrases.of("bot.busy"));
    }
    return all == Quotas.Verdict.ANSWER;
  }

  private void answer(Incoming incoming, Phrases phrases, VoiceBot bot, Person person)
      throws IOException {
    Envelope envelope = incoming.envelope();
    String words = words(incoming).strip();
    String name = Wording.name(person.name());
    if (words.startsWith("/")) {
      say(envelope, phrases.of("bot.greeting", "name", name));
    } else if (words.isEmpty()) {
      say(envelope, phrases.of("bot.only-words", "name", name));
    } else {
      Envelope ofOwner =
          new Envelope(
              bot.owner(), null, envelope.address(), envelope.message(), null, envelope.language());
      reactions.react(envelope, bot, person);
      speech.talk(ofOwner, envelope.sender(), phrases, person, words);
    }
  }

  private static String words(Incoming incoming) {
    if (incoming instanceof Incoming.Text text) {
      return text.text();
    }
    return incoming instanceof Incoming.Other other ? other.caption() : "";
  }

  private void say(Envelope envelope, String sentence) throws IOException {
    channel.send(envelope.address(), Reply.of(sentence));
  }
}
