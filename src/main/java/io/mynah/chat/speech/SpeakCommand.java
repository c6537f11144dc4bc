package io.mynah.chat.speech;

import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.people.PersonResolver;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.voice.SpeakArguments;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Address;
import io.mynah.domain.Person;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code /speak NAME [n] [what you say to them]}: sends messages in a person's style. */
final class SpeakCommand implements Command {
  private final Roster roster;
  private final PersonResolver personResolver;
  private final SpeechSender speechSender;
  private final Predicate<Address> stopConversing;

  /**
   * @param stopConversing ends a conversation of models at an address, which would interfere
   */
  SpeakCommand(
      PeopleDirectory people, SpeechSender speechSender, Predicate<Address> stopConversing) {
    this.stopConversing = stopConversing;
    this.roster = people.roster();
    this.personResolver = people.resolver();
    this.speechSender = speechSender;
  }

  @Override
  public void run(Call call) throws IOException {
    personResolver.ask(
        call,
        new PersonResolver.Plan() {
          @Override
          public void run(Person person, String rest) throws IOException {
            speak(call.envelope(), call.phrases(), person, arguments(call, rest));
          }

          @Override
          public Action button(Person person, String rest) {
            return Action.of(Verb.SPEAK, person.id().value(), arguments(call, rest).count());
          }

          @Override
          public String words(String rest) {
            return arguments(call, rest).said();
          }
        });
  }

  /**
   * The arguments: their own text comes first; without one, the message that the command replies to
   * is answered.
   */
  private static SpeakArguments arguments(Call call, String rest) {
    SpeakArguments arguments = SpeakArguments.parse(rest);
    Incoming.Answered answered = call.answered();
    return arguments.said().isEmpty() && answered != null
        ? new SpeakArguments(arguments.count(), arguments.capped(), answered.text().strip())
        : arguments;
  }

  /** Handles the button of a person. */
  boolean press(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    long count = pressed.id(1);
    if (person.isEmpty() || count > SpeakArguments.MOST) {
      return false;
    }
    personResolver.close(pressed, person.get());
    SpeakArguments arguments =
        new SpeakArguments((int) count, false, personResolver.words(pressed));
    speak(pressed.envelope(), pressed.phrases(), person.get(), arguments);
    return true;
  }

  private void speak(Envelope envelope, Phrases phrases, Person person, SpeakArguments arguments)
      throws IOException {
    boolean unused = stopConversing.test(envelope.address());
    speechSender.speak(envelope, phrases, person, arguments);
  }
}
