package io.mynah.chat.speech;

import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.people.PersonResolver;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Person;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code /chat NAME [the first words]}: starts a chat in which the person answers everything that
 * the owner writes.
 */
final class ChatCommand implements Command {
  private final Channel channel;
  private final Roster roster;
  private final VoiceStates voices;
  private final PersonResolver personResolver;
  private final ChatResponder chatResponder;
  private final Predicate<Address> stopConversing;

  /**
   * @param stopConversing ends a conversation of models at an address, which would interfere
   */
  ChatCommand(
      Channel channel,
      PeopleDirectory people,
      ChatResponder chatResponder,
      Predicate<Address> stopConversing) {
    this.stopConversing = stopConversing;
    this.channel = channel;
    this.roster = people.roster();
    this.voices = people.voices();
    this.personResolver = people.resolver();
    this.chatResponder = chatResponder;
  }

  @Override
  public void run(Call call) throws IOException {
    personResolver.ask(
        call,
        new PersonResolver.Plan() {
          @Override
          public void run(Person person, String rest) throws IOException {
            begin(call.envelope(), call.phrases(), person, rest);
          }

          @Override
          public Action button(Person person, String rest) {
            return Action.of(Verb.CHAT, person.id().value());
          }
        });
  }

  private void begin(Envelope envelope, Phrases phrases, Person person, String firstWords)
      throws IOException {
    if (!voices.ready(person)) {
      channel.send(envelope.address(), voices.silence(phrases, person));
      return;
    }
    boolean unused = stopConversing.test(envelope.address());
    chatResponder.begin(envelope.sender(), envelope.address(), person);
    Button stop = phrases.button("button.stop", Action.of(Verb.END_CHAT, person.id().value()));
    channel.send(
        envelope.address(),
        new Reply(
            phrases.of("talk.begun", "name", Wording.name(person.name())), List.of(List.of(stop))));
    if (!firstWords.isEmpty()) {
      boolean unusedStopped = chatResponder.handle(envelope, phrases, firstWords);
    }
  }

  /** Handles the button of a person. */
  boolean press(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    if (person.isEmpty()) {
      return false;
    }
    personResolver.close(pressed, person.get());
    begin(pressed.envelope(), pressed.phrases(), person.get(), personResolver.words(pressed));
    return true;
  }
}
