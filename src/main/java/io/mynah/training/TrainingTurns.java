package io.mynah.training;

import io.mynah.domain.Message;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.lm.Turn;
import io.mynah.store.corpora.Corpora;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the turns that a person's model learns from. Those of several chats are in order of time,
 * too, but conversation by conversation, so that each message has its own chat's before it.
 */
final class TrainingTurns {
  /** Nobody has written for so long where a conversation ends. */
  private static final Duration PAUSE = Duration.ofHours(1);

  /** A longer conversation is cut, so that the chats stay in order of time. */
  private static final int LONGEST = 200;

  private TrainingTurns() {}

  /** A part of a chat that is not torn apart. */
  private record Part(Instant from, List<Turn> turns) {}

  /**
   * Reads the turns.
   *
   * @param most UTF-16 units of everyone's text
   * @param mostOwn the same, of the person
   */
  static List<Turn> of(Corpora corpora, Person person, long most, long mostOwn) {
    if (person.joined().isEmpty()) {
      return corpora.latest(person, most, mostOwn).stream()
          .map(message -> new Turn(message.sender(), message.sentAt(), message.text()))
          .toList();
    }
    List<Person> sources = person.joined();
    List<Part> parts = new ArrayList<>();
    for (int chat = 0; chat < sources.size(); chat++) {
      Person source = sources.get(chat);
      List<Turn> turns = new ArrayList<>();
      for (Message message :
          corpora.latest(source, most / sources.size(), mostOwn / sources.size())) {
        PersonKey speaker = speaker(person, source, message.sender());
        turns.add(new Turn(speaker, message.sentAt(), message.text(), chat));
      }
      addParts(turns, parts);
    }
    parts.sort(Comparator.comparing(Part::from)); // stable, so that chats stay in their order
    return parts.stream().flatMap(part -> part.turns().stream()).toList();
  }

  /** The same sender in two chats may be two people, except who is joined. */
  private static PersonKey speaker(Person person, Person source, PersonKey sender) {
    if (sender.equals(source.key())) {
      return person.key();
    }
    return sender.equals(PersonKey.NOBODY) || source.id().equals(person.id())
        ? sender
        : new PersonKey(source.chat().value() + "/" + sender.value());
  }

  private static void addParts(List<Turn> turns, List<Part> parts) {
    int begin = 0;
    for (int i = 1; i <= turns.size(); i++) {
      if (i == turns.size()
          || i - begin == LONGEST
          || Duration.between(turns.get(i - 1).at(), turns.get(i).at()).compareTo(PAUSE) > 0) {
        parts.add(new Part(turns.get(begin).at(), turns.subList(begin, i)));
        begin = i;
      }
    }
  }
}
