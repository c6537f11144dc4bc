package io.mynah.chat.speech;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.DialogueStores;
import io.mynah.chat.feature.Environment;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.feedback.FeedbackFeature;
import io.mynah.chat.feedback.SpokenMessageCache;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.people.PersonResolver;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.voice.Delivery;
import io.mynah.chat.voice.ReplyPipeline;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceBotId;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The feature that lets people speak, once or in a chat: the commands, the buttons under the
 * messages, and the handling of plain text. Wires its classes by hand. Thread-safe.
 */
public final class SpeechFeature implements Feature {
  private final Delivery delivery;
  private final ChatResponder chatResponder;
  private final PersonResolver personResolver;
  private final PendingBeginnings beginnings;
  private final AddresseeResolver addressees;
  private final SpeakCommand speak;
  private final CompleteCommand complete;
  private final ChatCommand chat;
  private final StopCommand stop;
  private final SpeechButtons buttons;

  /**
   * @param pipeline whose delivery is closed with this feature
   * @param feedback where messages are rated and corrected
   * @param stopConversing ends a conversation of models at an address; {@code /stop} ends one
   *     before all else, and nothing else begins beside one; returns whether there was one
   */
  public SpeechFeature(
      Environment environment,
      DialogueStores stores,
      PeopleDirectory people,
      ReplyPipeline pipeline,
      SpokenMessageCache spokenTexts,
      FeedbackFeature feedback,
      Predicate<Address> stopConversing) {
    Channel channel = environment.channel();
    Roster roster = people.roster();
    delivery = pipeline.delivery();
    personResolver = people.resolver();
    SpeechSender speechSender = new SpeechSender(channel, people.voices(), pipeline, spokenTexts);
    chatResponder =
        new ChatResponder(
            environment,
            stores.chatSessions(),
            roster,
            pipeline.settings(),
            pipeline.context(),
            speechSender);
    beginnings = new PendingBeginnings(stores.expectations(), roster, environment.clock());
    addressees =
        new AddresseeResolver(
            environment,
            people,
            pipeline.spokenMessages(),
            pipeline.context(),
            spokenTexts,
            speechSender,
            chatResponder);
    speak = new SpeakCommand(people, speechSender, stopConversing);
    complete = new CompleteCommand(channel, people, speechSender, beginnings);
    chat = new ChatCommand(channel, people, chatResponder, stopConversing);
    stop =
        new StopCommand(
            channel, chatResponder, addressees, beginnings, delivery, feedback, stopConversing);
    buttons = new SpeechButtons(roster, spokenTexts, speechSender, chatResponder);
  }

  @Override
  public Map<String, Command> commands() {
    return Map.of(
        "speak", fresh(speak), "complete", fresh(complete), "chat", fresh(chat), "stop", stop);
  }

  /** A command that first drops the expected beginning of a sentence. */
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
        Verb.SPEAK_AT, buttons::at,
        Verb.COMPLETE, complete::press,
        Verb.COMPLETE_AT, buttons::completeAt,
        Verb.CHAT, chat::press,
        Verb.END_CHAT, stop::press);
  }

  /**
   * Handles text without a command: as the expected beginning of a sentence, in a chat, or for the
   * person who spoke last; returns whether anyone can answer.
   *
   * @throws IOException when the answer cannot be sent
   */
  public boolean handle(Envelope envelope, Phrases phrases, String words) throws IOException {
    return complete.handle(envelope, phrases, words)
        || personResolver.answers(envelope, words)
        || chatResponder.handle(envelope, phrases, words)
        || addressees.handle(envelope, phrases, words);
  }

  /**
   * Answers a reply to a message that was said as a person; returns whether it is one.
   *
   * @throws IOException when the answer cannot be sent
   */
  public boolean answers(
      Envelope envelope, Phrases phrases, Incoming.@Nullable Answered answered, String words)
      throws IOException {
    return addressees.answers(envelope, phrases, answered, words);
  }

  /**
   * Answers text as a person, in the chat with a bot of the person's own.
   *
   * @param envelope with the person's owner as the sender
   * @param asker who wrote it
   */
  public void talk(Envelope envelope, OwnerId asker, Phrases phrases, Person person, String words) {
    chatResponder.handle(envelope, asker, phrases, person, words);
  }

  /** Ends what a voice's own bot is saying, and deletes what was said there. */
  public void end(VoiceBotId bot) {
    chatResponder
        .end(envelope -> Bot.voiceAt(envelope.address()).filter(bot::equals).isPresent())
        .forEach(delivery::stop);
  }

  /** The person who answers what the owner writes there, if there is one. */
  public Optional<Person> answering(Envelope envelope) {
    return chatResponder.with(envelope.sender(), envelope.address());
  }

  @Override
  public boolean busy(OwnerId owner) {
    return chatResponder.busy(owner) || delivery.busy(owner);
  }

  @Override
  public void forget(OwnerId owner) {
    chatResponder.forget(owner);
    delivery.stop(owner);
  }

  @Override
  public void close() {
    delivery.close();
  }
}
