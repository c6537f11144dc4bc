package io.mynah.chat.bots;

import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.VoiceBotHost;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.speech.SpeechFeature;
import io.mynah.chat.voice.VoiceReactions;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceBot;
import io.mynah.store.conversation.Expectations;
import io.mynah.store.conversation.VoiceBots;
import io.mynah.store.corpora.PersonReactions;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The feature of bots that speak as one person only: {@code /bot}, the buttons under a person's
 * card, and what is written to such a bot. Wires its classes by hand. Thread-safe.
 */
public final class VoiceBotFeature implements Feature {
  private final Environment environment;
  private final VoiceBots bots;
  private final Roster roster;
  private final VoiceBotRuns runs;
  private final VoiceBotSetup setup;
  private final VoiceBotCard card;
  private final VoiceBotTalk talk;

  /**
   * @param known the reactions that are known of people
   * @param reactions reacts to messages
   * @param admitted who may use Mynah
   */
  public VoiceBotFeature(
      Environment environment,
      VoiceBotHost host,
      VoiceBots bots,
      PersonReactions known,
      Expectations expectations,
      PeopleDirectory people,
      SpeechFeature speech,
      VoiceReactions reactions,
      Quotas quotas,
      Predicate<Envelope> admitted) {
    this.environment = environment;
    this.bots = bots;
    roster = people.roster();
    runs = new VoiceBotRuns(environment, host, bots, roster, speech::end);
    card = new VoiceBotCard(environment.channel(), host, bots, known, roster, runs);
    setup = new VoiceBotSetup(environment, host, bots, expectations, people, runs, card);
    talk = new VoiceBotTalk(environment, bots, roster, speech, reactions, quotas, admitted);
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of("bot", setup);
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(
        Verb.VOICE_BOT, this::press,
        Verb.VOICE_BOT_ACTIVE, card::activate,
        Verb.VOICE_BOT_SHARED, card::share,
        Verb.VOICE_BOT_REACTS, card::letReact,
        Verb.VOICE_BOT_REMOVE, card::remove);
  }

  private boolean press(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    Optional<VoiceBot> bot = person.flatMap(bots::of);
    if (bot.isPresent()) {
      environment
          .channel()
          .edit(pressed.message(), card.of(pressed.phrases(), person.orElseThrow(), bot.get()));
    } else if (person.isPresent()) {
      setup.show(pressed.envelope(), pressed.phrases(), person.get());
    }
    return person.isPresent();
  }

  /** Takes in a bot that was made through Mynah's, or another token of it. */
  public void made(Incoming.ManagedBot made, Phrases phrases) throws IOException {
    setup.made(made, phrases);
  }

  /** Handles what was sent to a voice's own bot in private. */
  public void handle(Incoming incoming, Phrases phrases) throws IOException {
    talk.handle(incoming, phrases);
  }

  @Override
  public void resume() {
    runs.resume();
  }

  /** Ends the bots of people who were erased meanwhile, and of owners who were put out. */
  @Override
  public void forget(OwnerId owner) {
    runs.update();
  }

  @Override
  public void close() {
    runs.close();
  }
}
