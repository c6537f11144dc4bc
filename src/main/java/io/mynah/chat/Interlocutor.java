package io.mynah.chat;

import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.lm.Turn;
import java.time.Clock;
import java.util.List;

/** What an owner says to a person, as the person's model sees it. Thread-safe. */
final class Interlocutor {
  private final Roster roster;
  private final Clock clock;

  Interlocutor(Roster roster, Clock clock) {
    this.roster = roster;
    this.clock = clock;
  }

  /** What was said before a reply: one thing or nothing. */
  List<Turn> context(OwnerId owner, Person person, String said) {
    return said.isBlank() ? List.of() : List.of(says(owner, person, said));
  }

  /** The owner says something to a person. */
  Turn says(OwnerId owner, Person person, String text) {
    return new Turn(speakerOf(owner, person), clock.instant(), text);
  }

  /** The person says something. */
  Turn hears(Person person, String text) {
    return new Turn(person.key(), clock.instant(), text);
  }

  /**
   * Whom the model takes the owner for: themselves where the export knows them by their Telegram
   * id, the other one where two people talk, else a stranger.
   */
  private PersonKey speakerOf(OwnerId owner, Person person) {
    PersonKey self = new PersonKey(owner.value().replaceFirst("^telegram:", "user"));
    List<PersonKey> others =
        roster.people(owner).stream()
            .filter(p -> p.chat().equals(person.chat()) && !p.id().equals(person.id()))
            .map(Person::key)
            .toList();
    if (others.contains(self)) {
      return self;
    }
    return others.size() == 1 ? others.get(0) : PersonKey.STRANGER;
  }
}
