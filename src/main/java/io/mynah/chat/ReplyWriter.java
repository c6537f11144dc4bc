package io.mynah.chat;

import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.domain.Settings;
import io.mynah.lm.SpeakOptions;
import io.mynah.lm.Speaker;
import io.mynah.lm.Turn;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Has models write messages where it is not their owner alone who reads them: in groups and in
 * inline answers. They write as the person's owner set. Thread-safe.
 */
final class ReplyWriter {
  /** What marks a message as made up, where it may be taken for a real one. */
  static final String MARK = "🦜";

  private final ModelLibrary models;
  private final Speaker speaker;
  private final Roster roster;
  private final OwnerSettings settings;
  private final double topP;
  private final Clock clock;
  private final Supplier<RandomGenerator> random;

  ReplyWriter(
      Services services,
      Roster roster,
      OwnerSettings settings,
      double topP,
      Clock clock,
      Supplier<RandomGenerator> random) {
    this.models = services.models();
    this.speaker = services.speaker();
    this.roster = roster;
    this.settings = settings;
    this.topP = topP;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Writes messages in a person's style.
   *
   * @param owner whose person it is
   * @param asker who says something to the person
   * @param said to the person; may be empty
   * @param count of messages, each an answer
   * @return the messages; empty if there is no model, or a damaged one
   */
  List<String> write(Person person, OwnerId owner, OwnerId asker, String said, int count) {
    Settings set = settings.of(owner);
    List<Turn> context =
        said.isEmpty()
            ? List.of()
            : List.of(new Turn(listener(person, owner, asker), clock.instant(), said));
    try (ModelLibrary.Lease lease = models.borrow(person.id())) {
      return speaker.speak(
          lease.model(),
          person.key(),
          context,
          new SpeakOptions(count, set.temperature(), topP, set.length()),
          random.get());
    } catch (MissingModel | DamagedModel none) {
      return List.of();
    }
  }

  /**
   * The asker, where the person's chat knows them by their Telegram id; the other one of two, if it
   * is the owner who asks; else a stranger.
   */
  private PersonKey listener(Person person, OwnerId owner, OwnerId asker) {
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

  /** A message with the mark of a made-up one. */
  static String marked(String message) {
    return message + " " + MARK;
  }

  /** A message as it was before it was marked. */
  static String unmarked(String message) {
    String text = message.strip();
    return text.endsWith(MARK) ? text.substring(0, text.length() - MARK.length()).strip() : text;
  }
}
