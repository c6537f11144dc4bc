package io.mynah.chat.speech;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.people.PersonResolver;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Person;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code /complete NAME WORDS}: the person continues the sentence, even from the middle of a word.
 */
final class CompleteCommand implements Command {
  private final Channel channel;
  private final Roster roster;
  private final PersonResolver personResolver;
  private final SpeechSender speechSender;
  private final PendingBeginnings beginnings;

  CompleteCommand(
      Channel channel,
      PeopleDirectory people,
      SpeechSender speechSender,
      PendingBeginnings beginnings) {
    this.beginnings = beginnings;
    this.channel = channel;
    this.roster = people.roster();
    this.personResolver = people.resolver();
    this.speechSender = speechSender;
  }

  @Override
  public void run(Call call) throws IOException {
    Incoming.Answered answered = call.answered();
    personResolver.ask(
        call,
        new PersonResolver.Plan() {
          @Override
          public void run(Person person, String rest) throws IOException {
            complete(call.envelope(), call.phrases(), person, rest, answered());
          }

          @Override
          public String answered() {
            return answered == null ? "" : answered.text().strip();
          }

          @Override
          public Action button(Person person, String rest) {
            return Action.of(Verb.COMPLETE, person.id().value());
          }
        });
  }

  private void complete(
      Envelope envelope, Phrases phrases, Person person, String beginning, String answered)
      throws IOException {
    if (beginning.codePoints().allMatch(CompleteCommand::isNothing)) {
      String name = Wording.name(person.name());
      channel.send(envelope.address(), Reply.of(phrases.of("complete.what", "name", name)));
      beginnings.expect(envelope, person);
    } else {
      speechSender.complete(envelope, phrases, person, beginning, answered);
    }
  }

  private static boolean isNothing(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isISOControl(codePoint);
  }

  /** Handles text as the beginning that was asked for; returns whether one was. */
  boolean handle(Envelope envelope, Phrases phrases, String words) throws IOException {
    Optional<Person> person = beginnings.expected(envelope);
    if (person.isEmpty()) {
      return false;
    }
    speechSender.complete(envelope, phrases, person.get(), words, "");
    boolean unused = beginnings.drop(envelope);
    return true;
  }

  /** Handles the button of a person. */
  boolean press(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    if (person.isEmpty()) {
      return false;
    }
    personResolver.close(pressed, person.get());
    complete(
        pressed.envelope(),
        pressed.phrases(),
        person.get(),
        personResolver.words(pressed),
        personResolver.answered(pressed));
    return true;
  }
}
