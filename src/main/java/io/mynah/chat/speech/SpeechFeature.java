package io.mynah.chat.speech;

import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.Pauses;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.Faults;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feature.Services;
import io.mynah.chat.people.Whom;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.training.VoiceRepair;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.utterances.Utterances;
import io.mynah.chat.utterances.UtterancesFeature;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.voice.Interlocutor;
import io.mynah.chat.voice.TaughtAnswers;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Lets people speak, once and in a talk, wired by hand: the commands, the buttons under what was
 * said, and what becomes of plain words. Thread-safe.
 */
public final class SpeechFeature implements Feature {
  private final Delivery delivery;
  private final Talking talking;
  private final Whom whom;
  private final Beginnings beginnings;
  private final Replying replying;
  private final SpeakCommand speak;
  private final CompleteCommand complete;
  private final ChatCommand chat;
  private final StopCommand stop;
  private final SpeechButtons buttons;

  /**
   * @param delivery which ends with this
   * @param rated where what is said is rated and corrected
   * @param stopConversing ends a talk of models at an address, which {@code /stop} is for before
   *     all else, and which goes on beside no other; says whether there was one
   */
  public SpeechFeature(
      Services services,
      Roster roster,
      OwnerSettings settings,
      VoiceStates voices,
      VoiceRepair repair,
      Whom whom,
      Interlocutor interlocutor,
      Utterances utterances,
      UtterancesFeature rated,
      TaughtAnswers taught,
      Delivery delivery,
      Predicate<Address> stopConversing,
      double topP,
      Pauses pauses,
      Faults faults,
      Clock clock,
      Supplier<RandomGenerator> random) {
    this.delivery = delivery;
    Speaking speaking =
        new Speaking(
            services,
            taught,
            settings,
            voices,
            repair,
            interlocutor,
            utterances,
            delivery,
            topP,
            random);
    talking = new Talking(services, roster, settings, interlocutor, speaking, pauses, faults);
    speak = new SpeakCommand(roster, whom, speaking, stopConversing);
    this.whom = whom;
    beginnings = new Beginnings(services.dialogues(), roster, clock);
    replying =
        new Replying(
            services, roster, voices, whom, interlocutor, utterances, speaking, talking, clock);
    complete = new CompleteCommand(services.channel(), roster, whom, speaking, beginnings);
    chat = new ChatCommand(services.channel(), roster, voices, whom, talking, stopConversing);
    stop =
        new StopCommand(
            services.channel(), talking, replying, beginnings, delivery, rated, stopConversing);
    buttons = new SpeechButtons(roster, settings, utterances, speaking, talking);
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of(
        "speak", fresh(speak), "complete", fresh(complete), "chat", fresh(chat), "stop", stop);
  }

  /** Whoever asks for something else does not go on with what they were asked for before. */
  private Command fresh(Command command) {
    return call -> {
      boolean unused = beginnings.drop(call.envelope());
      command.run(call);
    };
  }

  @Override
  public Map<Verb, PressHandler> buttons() {
    return Map.of(
        Verb.SPEAK, speak::press,
        Verb.AGAIN, buttons::again,
        Verb.SPEAK_AT, buttons::at,
        Verb.COMPLETE, complete::press,
        Verb.COMPLETE_AT, buttons::completeAt,
        Verb.CHAT, chat::press,
        Verb.END_CHAT, stop::press);
  }

  /**
   * Takes words without a command for whoever is meant: as what was asked for, in a talk, or after
   * somebody was heard; says whether anyone can be meant.
   *
   * @throws IOException when it cannot be answered
   */
  public boolean hears(Envelope envelope, Phrases phrases, String words) throws IOException {
    return complete.hears(envelope, phrases, words)
        || whom.answers(envelope, words)
        || talking.hear(envelope, phrases, words)
        || replying.hears(envelope, phrases, words);
  }

  /**
   * Answers a reply to a message that was said as somebody; says whether it is one.
   *
   * @throws IOException when it cannot be answered
   */
  public boolean answers(
      Envelope envelope, Phrases phrases, Incoming.@Nullable Answered answered, String words)
      throws IOException {
    return replying.answers(envelope, phrases, answered, words);
  }

  /** Who answers what their owner writes there, if anyone. */
  public Optional<Person> answering(Envelope envelope) {
    return talking.with(envelope.sender(), envelope.address());
  }

  @Override
  public boolean busy(OwnerId owner) {
    return talking.busy(owner) || delivery.busy(owner);
  }

  @Override
  public void forget(OwnerId owner) {
    talking.forget(owner);
    delivery.stop(owner);
  }

  @Override
  public void close() {
    delivery.close();
  }
}
