package io.mynah.chat.merge;

import io.mynah.chat.roster.NameFinder;
import io.mynah.domain.Person;
import io.mynah.text.NameFolding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two people who can be joined: they have no chat in common.
 *
 * @param main whose name is kept
 */
record Pair(Person main, Person other) {
  /** How many people are compared with each other, those with most messages. */
  private static final int MOST_COMPARED = 100;

  /** The pairs of one of some people and one of others. */
  static List<Pair> of(List<Person> mains, List<Person> others) {
    List<Pair> pairs = new ArrayList<>();
    for (Person main : mains) {
      for (Person other : others) {
        if (!main.id().equals(other.id()) && !shareAChat(main, other)) {
          pairs.add(new Pair(main, other));
        }
      }
    }
    return pairs;
  }

  /** The pairs with names that are alike, of people who wrote something. */
  static List<Pair> alike(List<Person> mains, List<Person> others) {
    return of(compared(mains), compared(others)).stream()
        .filter(pair -> isAlike(pair.main, pair.other) || isAlike(pair.other, pair.main))
        .toList();
  }

  private static List<Person> compared(List<Person> people) {
    return people.stream().filter(person -> person.messages() > 0).limit(MOST_COMPARED).toList();
  }

  /** Each pair once, with the one first who comes first among the people. */
  static List<Pair> alike(List<Person> people) {
    return alike(people, people).stream()
        .filter(pair -> people.indexOf(pair.main) < people.indexOf(pair.other))
        .toList();
  }

  private static boolean isAlike(Person person, Person other) {
    return names(person)
        .anyMatch(name -> !NameFinder.find(quoted(name), List.of(other)).people().isEmpty());
  }

  private static Stream<String> names(Person person) {
    return Stream.concat(Stream.of(person.name()), person.aliases().stream())
        .filter(name -> !NameFolding.fold(name).isBlank());
  }

  /** Quotes delimit the name, so that all of it is compared. */
  private static String quoted(String name) {
    return "\"" + name.replace('"', ' ') + "\"";
  }

  private static boolean shareAChat(Person one, Person other) {
    return other.sources().stream().anyMatch(source -> one.isOf(source.chat()));
  }
}
