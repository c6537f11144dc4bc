package io.mynah.chat.voice;

import io.mynah.chat.roster.Roster;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.lm.Turn;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the turns that a person's model gets as context: who said something to the person, and
 * when. Thread-safe.
 */
public final class SpokenContext {
  private final Roster roster;
  private final Clock clock;

  public SpokenContext(Roster roster, Clock clock) {
    this.roster = roster;
    this.clock = clock;
  }

  /** The context of a reply to the owner: one turn or none. */
  public List<Turn> context(OwnerId owner, Person person, String said) {
    return context(owner, owner, person, said);
  }

  /** The context of a reply to any user: one turn or none. */
  public List<Turn> context(OwnerId owner, OwnerId asker, Person person, String said) {
    return said.isBlank()
        ? List.of()
        : List.of(new Turn(speakerOf(owner, asker, person), clock.instant(), said));
  }

  /**
   * The context of a reply to any user, after something that the person said before.
   *
   * @param before may be empty
   */
  public List<Turn> context(
      OwnerId owner, OwnerId asker, Person person, String before, String said) {
    List<Turn> context = new ArrayList<>();
    if (!before.isBlank()) {
      context.add(personTurn(person, before));
    }
    context.addAll(context(owner, asker, person, said));
    return context;
  }

  /** A turn in which the owner says something to a person. */
  public Turn ownerTurn(OwnerId owner, Person person, String text) {
    return turn(owner, owner, person, text);
  }

  /** A turn in which any user says something to a person of an owner's. */
  public Turn turn(OwnerId owner, OwnerId asker, Person person, String text) {
    return new Turn(speakerOf(owner, asker, person), clock.instant(), text);
  }

  /** A turn in which the person says something. */
  public Turn personTurn(Person person, String text) {
    return new Turn(person.key(), clock.instant(), text);
  }

  /**
   * The speaker as the model knows them: themselves if the export has their Telegram id; the other
   * one of a chat of two if they are the owner; else a stranger.
   */
  public PersonKey speakerOf(OwnerId owner, OwnerId asker, Person person) {
    // As exports name a Telegram user.
    PersonKey self =
        new PersonKey(
            asker.telegramUser().isPresent()
                ? "user" + asker.telegramUser().getAsLong()
                : asker.value());
    List<PersonKey> others =
        roster.peopleOfChats(owner).stream()
            .filter(p -> p.chat().equals(person.chat()) && !p.id().equals(person.id()))
            .map(Person::key)
            .toList();
    if (others.contains(self)) {
      return self;
    }
    return asker.equals(owner) && others.size() == 1 ? others.get(0) : PersonKey.STRANGER;
  }
}
