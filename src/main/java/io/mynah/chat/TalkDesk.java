package io.mynah.chat;

import io.mynah.domain.OwnerId;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * All that lets people speak, wired by hand: the commands, the buttons under what was said, and
 * what becomes of plain words. Thread-safe.
 */
final class TalkDesk {
  private final Whom whom;
  private final Delivery delivery;
  private final Utterances utterances;
  private final Talking talking;
  private final Rating rating;
  private final SpeakCommand speak;
  private final CompleteCommand complete;
  private final ChatCommand chat;
  private final StopCommand stop;
  private final WhyCommand why;
  private final SpeechButtons buttons;

  TalkDesk(
      Services services,
      Roster roster,
      OwnerSettings settings,
      VoiceStates voices,
      Trainings trainings,
      double topP,
      Pauses pauses,
      Faults faults,
      Clock clock,
      Supplier<RandomGenerator> random) {
    Channel channel = services.channel();
    whom = new Whom(channel, roster, voices);
    delivery = new Delivery(channel, pauses, faults);
    utterances = new Utterances(services.sayings(), clock);
    Interlocutor interlocutor = new Interlocutor(roster, clock);
    Speaking speaking =
        new Speaking(
            services,
            settings,
            voices,
            trainings,
            interlocutor,
            utterances,
            delivery,
            topP,
            random);
    talking = new Talking(services, roster, settings, interlocutor, speaking, pauses, faults);
    rating = new Rating(services, roster, trainings, utterances, clock);
    speak = new SpeakCommand(roster, whom, speaking);
    complete = new CompleteCommand(channel, roster, whom, speaking);
    chat = new ChatCommand(channel, roster, voices, whom, talking);
    stop = new StopCommand(channel, talking, delivery, rating);
    why = new WhyCommand(services, roster, utterances);
    buttons = new SpeechButtons(roster, settings, utterances, speaking, talking);
  }

  Whom whom() {
    return whom;
  }

  Delivery delivery() {
    return delivery;
  }

  void addCommands(Map<String, Command> commands) {
    commands.put("speak", speak);
    commands.put("complete", complete);
    commands.put("chat", chat);
    commands.put("stop", stop);
    commands.put("why", why);
  }

  void addButtons(Map<Verb, PressHandler> handlers) {
    handlers.put(Verb.SPEAK, speak::press);
    handlers.put(Verb.AGAIN, buttons::again);
    handlers.put(Verb.SPEAK_AT, buttons::at);
    handlers.put(Verb.COMPLETE, complete::press);
    handlers.put(Verb.COMPLETE_AT, buttons::completeAt);
    handlers.put(Verb.CHAT, chat::press);
    handlers.put(Verb.END_CHAT, stop::press);
    handlers.put(Verb.LIKE, rating::like);
    handlers.put(Verb.DISLIKE, rating::dislike);
    handlers.put(Verb.SKIP_CORRECTION, rating::skip);
  }

  /** Takes words as what was asked for last: what someone would have said. */
  boolean corrects(Envelope envelope, Phrases phrases, String words) throws IOException {
    return rating.take(envelope, phrases, words);
  }

  /** Takes words for the person whom their owner talks with. */
  boolean hears(Envelope envelope, Phrases phrases, String words) {
    return talking.hear(envelope, phrases, words);
  }

  /** Whether something is still to be said to an owner. */
  boolean busy(OwnerId owner) {
    return talking.busy(owner) || delivery.busy(owner);
  }

  /** Says nothing more to an owner, and forgets what was said. */
  void forget(OwnerId owner) {
    talking.forget(owner);
    delivery.stop(owner);
    utterances.forget(owner);
    whom.forget(owner);
  }

  /** Says nothing more. */
  void close() {
    delivery.close();
  }
}
