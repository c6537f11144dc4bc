package io.mynah.chat.voice;

import io.mynah.chat.roster.Roster;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.lm.Turn;
import java.time.Clock;
import java.util.List;

/** What is said to a person, as the person's model sees it. Thread-safe. */
public final class SpokenContext {
  private final Roster roster;
  private final Clock clock;

  public SpokenContext(Roster roster, Clock clock) {
    this.roster = roster;
    this.clock = clock;
  }

  /** What was said before a reply: one thing or nothing. */
  public List<Turn> context(OwnerId owner, Person person, String said) {
    return context(owner, owner, person, said);
  }

  /** What somebody said before a reply of a person of this owner: one thing or nothing. */
  public List<Turn> context(OwnerId owner, OwnerId asker, Person person, String said) {
    return said.isBlank()
        ? List.of()
        : List.of(new Turn(speakerOf(owner, asker, person), clock.instant(), said));
  }

  /** The owner says something to a person. */
  public Turn says(OwnerId owner, Person person, String text) {
    return new Turn(speakerOf(owner, owner, person), clock.instant(), text);
  }

  /** The person says something. */
  public Turn hears(Person person, String text) {
    return new Turn(person.key(), clock.instant(), text);
  }

  /**
   * Whom the model takes somebody for: themselves where the export knows them by their Telegram id;
   * the owner for the other one where two people talk; else a stranger.
   */
  private PersonKey speakerOf(OwnerId owner, OwnerId asker, Person person) {
    PersonKey self = new PersonKey(asker.value().replaceFirst("^telegram:", "user"));
    List<PersonKey> others =
        roster.people(owner).stream()
            .filter(p -> p.chat().equals(person.chat()) && !p.id().equals(person.id()))
            .map(Person::key)
            .toList();
    if (others.contains(self)) {
      return self;
    }
    return asker.equals(owner) && others.size() == 1 ? others.get(0) : PersonKey.STRANGER;
  }
}
