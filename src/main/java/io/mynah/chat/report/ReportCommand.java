package io.mynah.chat.report;

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
import io.mynah.chat.training.TrainingRequests;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Person;
import io.mynah.domain.ReportCard;
import io.mynah.store.jobs.ReportCards;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code /report NAME}: shows how a person's model learned, and how good it is. */
final class ReportCommand implements Command {
  private final Channel channel;
  private final ReportCards cards;
  private final Roster roster;
  private final VoiceStates voices;
  private final TrainingRequests trainings;
  private final PersonResolver personResolver;
  private final ReportSender sender;

  ReportCommand(
      Channel channel,
      ReportCards cards,
      PeopleDirectory people,
      TrainingRequests trainings,
      ReportSender sender) {
    this.channel = channel;
    this.cards = cards;
    this.roster = people.roster();
    this.voices = people.voices();
    this.personResolver = people.resolver();
    this.trainings = trainings;
    this.sender = sender;
  }

  @Override
  public void run(Call call) throws IOException {
    personResolver.ask(
        call,
        PersonResolver.about(Verb.REPORT, person -> show(call.envelope(), call.phrases(), person)));
  }

  boolean press(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    if (person.isPresent()) {
      personResolver.close(pressed, person.get());
      show(pressed.envelope(), pressed.phrases(), person.get());
    }
    return person.isPresent();
  }

  private void show(Envelope envelope, Phrases phrases, Person person) throws IOException {
    Optional<ReportCard> card = cards.find(person);
    if (card.isPresent()) {
      Channel.Typing typing = channel.typing(envelope.address());
      try (typing) {
        sender.send(envelope, phrases, person, card.get());
      }
    } else if (!voices.ready(person)) {
      channel.send(envelope.address(), voices.silence(phrases, person));
    } else {
      channel.send(envelope.address(), missing(phrases, person));
    }
  }

  /** The answer when a model is still being trained, or was trained before reports existed. */
  private Reply missing(Phrases phrases, Person person) {
    String name = Wording.name(person.name());
    if (trainings.isOpen(person)) {
      return Reply.of(phrases.of("report.later", "name", name));
    }
    if (voices.isImported(person)) {
      return Reply.of(phrases.of("report.imported", "name", name));
    }
    Button train =
        new Button(
            phrases.of("button.train", "name", name),
            Action.of(Verb.TRAIN_PERSON, person.id().value()).encode());
    return new Reply(phrases.of("report.none", "name", name), List.of(List.of(train)));
  }
}
