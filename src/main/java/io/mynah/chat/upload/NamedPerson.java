package io.mynah.chat.upload;

import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.roster.NameFinder;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.training.Trainings;
import io.mynah.chat.training.VoiceStates;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Person;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** {@code /train NAME}: trains somebody who is known, as the button on their card. Thread-safe. */
final class NamedPerson {
  private static final int NAMES_SHOWN = 30;
  private static final Pattern FILE_NAME =
      Pattern.compile("(?is).*[/\\\\].*|.*\\.(json|html?|zip|gz|txt)[\"']?");

  private final Channel channel;
  private final Roster roster;
  private final VoiceStates voices;
  private final Trainings trainings;

  NamedPerson(Channel channel, Roster roster, VoiceStates voices, Trainings trainings) {
    this.channel = channel;
    this.roster = roster;
    this.voices = voices;
    this.trainings = trainings;
  }

  /**
   * Trains whoever is meant, or asks or says what else there is to do; says whether words may be a
   * name.
   */
  boolean train(Envelope envelope, Phrases phrases, String words) throws IOException {
    List<Person> people = roster.people(envelope.sender());
    if (people.isEmpty() || FILE_NAME.matcher(words.strip()).matches()) {
      return false;
    }
    NameFinder.Found found = NameFinder.find(words, people);
    List<Person> fitting = found.people();
    if (fitting.isEmpty() && channel.readsLocalPaths()) {
      return false; // a path that leads nowhere
    }
    if (fitting.isEmpty()) {
      List<String> names = people.stream().limit(NAMES_SHOWN).map(Person::name).toList();
      String known = Wording.names(phrases, names);
      channel.send(envelope.address(), Reply.of(phrases.of("train.unknown", "names", known)));
    } else if (fitting.size() > 1 || !found.sure() || !found.rest().isEmpty()) {
      channel.send(
          envelope.address(),
          roster.question(
              phrases,
              phrases.of(found.sure() ? "train.which" : "speak.did-you-mean"),
              envelope.sender(),
              fitting,
              person -> Action.of(Verb.TRAIN_PERSON, person.id().value())));
    } else if (voices.trainable(fitting.get(0))) {
      trainings.train(envelope, phrases, fitting.get(0));
    } else {
      channel.send(envelope.address(), voices.silence(phrases, fitting.get(0)));
    }
    return true;
  }
}
