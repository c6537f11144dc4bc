package io.mynah.chat.bots;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.VoiceBotHost;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.people.PersonResolver;
import io.mynah.chat.roster.NameFinder;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceBot;
import io.mynah.domain.VoiceBotId;
import io.mynah.store.conversation.Expectation.NewVoiceBot;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.conversation.VoiceBots;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes voices' own bots: through Mynah's bot where the channel lets it, or with a token that the
 * owner pastes ({@code /bot NAME TOKEN}). Thread-safe.
 */
final class VoiceBotSetup implements Command {
  /** The most bots of one owner. */
  private static final int MOST = 5;

  private static final Duration TIME_TO_MAKE = Duration.ofDays(1);

  private static final Pattern TOKEN = Pattern.compile("\\d+:[A-Za-z0-9_-]{10,}");

  private final Channel channel;
  private final VoiceBotHost host;
  private final VoiceBots bots;
  private final Expectations expectations;
  private final PeopleDirectory people;
  private final VoiceBotRuns runs;
  private final VoiceBotCard card;
  private final Clock clock;

  VoiceBotSetup(
      Environment environment,
      VoiceBotHost host,
      VoiceBots bots,
      Expectations expectations,
      PeopleDirectory people,
      VoiceBotRuns runs,
      VoiceBotCard card) {
    channel = environment.channel();
    this.host = host;
    this.bots = bots;
    this.expectations = expectations;
    this.people = people;
    this.runs = runs;
    this.card = card;
    clock = environment.clock();
  }

  @Override
  public void run(Call call) throws IOException {
    Matcher token = TOKEN.matcher(call.arguments());
    if (!host.isAvailable()) {
      say(call.envelope(), call.phrases().of("bot.not-here"));
    } else if (token.find()) {
      String rest =
          call.arguments().substring(0, token.start()) + call.arguments().substring(token.end());
      pasted(call.envelope(), call.phrases(), rest.strip(), token.group());
    } else {
      people
          .resolver()
          .ask(
              call,
              PersonResolver.about(
                  Verb.VOICE_BOT, person -> show(call.envelope(), call.phrases(), person)));
    }
  }

  /** Shows a person's bot, or offers to make one. */
  void show(Envelope envelope, Phrases phrases, Person person) throws IOException {
    Optional<VoiceBot> bot = bots.of(person);
    if (bot.isPresent()) {
      channel.send(envelope.address(), card.of(phrases, person, bot.get()));
    } else if (!people.voices().ready(person)) {
      channel.send(envelope.address(), people.voices().silence(phrases, person));
    } else if (hasRoom(envelope, phrases)) {
      offer(envelope, phrases, person);
    }
  }

  private boolean hasRoom(Envelope envelope, Phrases phrases) throws IOException {
    boolean room = bots.of(envelope.sender()).size() < MOST;
    if (!room) {
      say(envelope, phrases.of("bot.too-many", "most", MOST));
    }
    return room;
  }

  private void offer(Envelope envelope, Phrases phrases, Person person) throws IOException {
    String name = Wording.name(person.name());
    boolean manages;
    try {
      manages = host.managesBots();
    } catch (IOException e) {
      say(envelope, phrases.of("bot.unreachable"));
      return;
    }
    if (!manages) {
      say(envelope, phrases.of("bot.enable", "name", name));
      return;
    }
    expectations.expect(
        envelope.sender(),
        envelope.address(),
        new NewVoiceBot(person.id().value()),
        clock.instant().plus(TIME_TO_MAKE));
    host.request(
        envelope.address(),
        phrases.of("bot.request", "name", name),
        VoiceBotNames.wanted(phrases, envelope.sender(), person));
  }

  /**
   * Takes in a bot that an owner made through Mynah's. Two updates tell of each; one that tells
   * what is known only renews the token.
   */
  void made(Incoming.ManagedBot made, Phrases phrases) throws IOException {
    Envelope envelope = made.envelope();
    OwnerId owner = envelope.sender();
    Optional<VoiceBot> known = bots.find(made.bot());
    if (known.isPresent()) {
      if (known.get().owner().equals(owner)) {
        renew(known.get());
        Optional<Person> person = people.roster().person(owner, known.get().person().value());
        if (person.isPresent() && channel.cause().again()) {
          begin(envelope, phrases, person.get(), known.get());
        }
      }
      return;
    }
    Optional<Person> person =
        expectations
            .expected(owner, envelope.address(), clock.instant(), NewVoiceBot.class)
            .flatMap(expected -> people.roster().person(owner, expected.person()));
    if (person.isEmpty()) {
      var unused =
          channel.once(
              "voice bot " + made.bot().value(),
              () -> channel.send(envelope.address(), Reply.of(phrases.of("bot.unasked"))));
      return;
    }
    String token = host.token(made.bot());
    add(envelope, phrases, person.get(), made.bot(), made.username(), true, token);
  }

  private void renew(VoiceBot bot) throws IOException {
    String token = host.token(bot.id());
    if (!bots.token(bot.id()).equals(Optional.of(token))) {
      bots.replaceToken(bot, token);
      runs.restart(bot.id());
    }
  }

  private void pasted(Envelope envelope, Phrases phrases, String name, String token)
      throws IOException {
    boolean deleted = host.delete(envelope.message());
    say(envelope, phrases.of(deleted ? "bot.token-deleted" : "bot.token-stays"));
    NameFinder.Found found =
        people.roster().find(envelope.sender(), name, people.roster().people(envelope.sender()));
    List<Person> meant = people.voices().meant(found.people());
    if (!found.sure() || meant.size() != 1 || !found.rest().isEmpty()) {
      say(envelope, phrases.of("bot.whom"));
    } else if (!people.voices().ready(meant.get(0))) {
      channel.send(envelope.address(), people.voices().silence(phrases, meant.get(0)));
    } else {
      pasted(envelope, phrases, meant.get(0), token);
    }
  }

  private void pasted(Envelope envelope, Phrases phrases, Person person, String token)
      throws IOException {
    Optional<VoiceBotHost.Found> found;
    try {
      found = host.find(token);
    } catch (IOException e) {
      say(envelope, phrases.of("bot.unreachable"));
      return;
    }
    if (found.isEmpty()) {
      say(envelope, phrases.of("bot.token-refused"));
      return;
    }
    Optional<VoiceBot> known = bots.find(found.get().id());
    if (known.isPresent() && known.get().person().equals(person.id())) {
      bots.replaceToken(known.get(), token);
      bots.share(known.get().id(), false);
      bots.activate(known.get().id(), true);
      runs.restart(known.get().id());
      begin(envelope, phrases, person, known.get());
    } else if (hasRoom(envelope, phrases)) {
      add(envelope, phrases, person, found.get().id(), found.get().username(), false, token);
    }
  }

  private void add(
      Envelope envelope,
      Phrases phrases,
      Person person,
      VoiceBotId id,
      String username,
      boolean managed,
      String token)
      throws IOException {
    if (!bots.add(person, id, username, managed, token)) {
      String name = Wording.name(person.name());
      say(envelope, phrases.of("bot.not-added", "name", name));
      return;
    }
    expectations
        .expected(envelope.sender(), envelope.address(), clock.instant(), NewVoiceBot.class)
        .ifPresent(expected -> expectations.clear(envelope.sender(), envelope.address()));
    Optional<VoiceBot> bot = bots.find(id);
    if (bot.isPresent()) {
      begin(envelope, phrases, person, bot.get());
    }
  }

  /** Runs a bot, has it present itself, and says that it is there. */
  private void begin(Envelope envelope, Phrases phrases, Person person, VoiceBot bot)
      throws IOException {
    if (bot.managed()) {
      host.restrict(bot.id(), !bot.shared());
    }
    runs.update();
    host.present(
        bot.id(), VoiceBotNames.name(person), VoiceBotNames.profiles(person, envelope.username()));
    host.endRequest(
        envelope.address(),
        phrases.of("bot.made", "name", Wording.name(person.name()), "username", bot.username()));
  }

  private void say(Envelope envelope, String sentence) throws IOException {
    channel.send(envelope.address(), Reply.of(sentence));
  }
}
