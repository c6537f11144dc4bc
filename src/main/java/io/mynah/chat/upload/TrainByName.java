package io.mynah.chat.upload;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.feature.Command;
import io.mynah.chat.feature.PressHandler;
import io.mynah.chat.people.PeopleDirectory;
import io.mynah.chat.people.PersonResolver;
import io.mynah.chat.roster.NameFinder;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.TrainingRequests;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.words.Phrases;
import io.mynah.domain.Person;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /train NAME}, and the buttons that train somebody who is known. Thread-safe. */
final class TrainByName {
  private static final Pattern FILE_NAME =
      Pattern.compile("(?is).*[/\\\\].*|.*\\.(json|jsonl|ndjson|html?|zip|gz|txt|csv|tsv)[\"']?");

  private final Channel channel;
  private final Roster roster;
  private final VoiceStates voices;
  private final TrainingRequests trainings;
  private final PersonResolver personResolver;

  TrainByName(Channel channel, PeopleDirectory people, TrainingRequests trainings) {
    this.channel = channel;
    this.roster = people.roster();
    this.voices = people.voices();
    this.personResolver = people.resolver();
    this.trainings = trainings;
  }

  /**
   * Trains the person who is meant, asks who is meant, or explains why it cannot. Returns whether
   * the words may be a name.
   */
  boolean train(Envelope envelope, Phrases phrases, String words) throws IOException {
    List<Person> people = roster.people(envelope.sender());
    if (people.isEmpty() || FILE_NAME.matcher(words.strip()).matches()) {
      return false;
    }
    if (channel.readsLocalPaths() && NameFinder.find(words, people).people().isEmpty()) {
      return false; // a path that leads nowhere
    }
    personResolver.ask(
        new Command.Call(envelope, words.strip(), null, phrases), new Plan(envelope, phrases));
    return true;
  }

  /** The button that trains a person. */
  boolean press(PressHandler.Pressed pressed) throws IOException {
    Optional<Person> person = roster.person(pressed.owner(), pressed.id(0));
    if (person.isPresent()) {
      personResolver.close(pressed, person.get());
      train(pressed.envelope(), pressed.phrases(), person.get());
    }
    return person.isPresent();
  }

  private void train(Envelope envelope, Phrases phrases, Person person) throws IOException {
    if (voices.trainable(person) || voices.inTraining(person)) {
      trainings.train(envelope, phrases, person);
    } else {
      channel.send(envelope.address(), voices.silence(phrases, person));
    }
  }

  /** Trains the person who is meant, even if others with the name can already speak. */
  private final class Plan implements PersonResolver.Plan {
    private final Envelope envelope;
    private final Phrases phrases;

    Plan(Envelope envelope, Phrases phrases) {
      this.envelope = envelope;
      this.phrases = phrases;
    }

    @Override
    public void run(Person person, String rest) throws IOException {
      train(envelope, phrases, person);
    }

    @Override
    public Action button(Person person, String rest) {
      return Action.of(Verb.TRAIN_PERSON, person.id().value());
    }

    @Override
    public String words(String rest) {
      return "";
    }

    @Override
    public String which() {
      return "train.which";
    }

    @Override
    public String unknown() {
      return "train.unknown";
    }

    @Override
    public boolean suits(Person person) {
      return voices.trainable(person);
    }

    @Override
    public boolean voiced() {
      return false;
    }

    @Override
    public boolean takesWords() {
      return false;
    }
  }
}
