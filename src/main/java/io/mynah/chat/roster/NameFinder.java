package io.mynah.chat.roster;

import io.mynah.domain.Person;
import io.mynah.text.EditDistance;
import io.mynah.text.NameFolding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the people whose name a text begins with. The longest run of words that is a name, or
 * consists of whole words of one, is the name. If there is none, the first word may be the
 * beginning of a word of a name. Quotes delimit a name. Case and accents do not matter; older names
 * count as well.
 */
public final class NameFinder {
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?:“([^”]*)”|\"([^\"]*)\"|«([^»]*)»|„([^“”]*)[“”]|[‘']([^’']+)[’'](?=\\s|$))(.*)",
          Pattern.DOTALL);
  private static final Pattern EDGES =
      Pattern.compile(
          "^[\\p{P}\\p{S}&&[^_]]+(?=[\\p{L}\\p{N}])|(?<=[\\p{L}\\p{N}])[\\p{P}&&[^_]]+$");

  /** The separators between words, including the hyphen of a double name. */
  private static final Pattern BREAK =
      Pattern.compile(" |(?<=[\\p{L}\\p{N}])[-\u2010\u2011](?=[\\p{L}\\p{N}])");

  private static final int LONGEST_NAME = 8;
  private static final int LONGEST_MISSPELLED = 64;
  private static final int SUGGESTIONS = 4;

  private NameFinder() {}

  /**
   * The people whose name a text begins with.
   *
   * @param people one, several whose names match equally well, or none
   * @param rest of the text, after the name
   * @param sure whether the name matches; if not, these people only have the closest names
   */
  public record Found(List<Person> people, String rest, boolean sure) {}

  /** Finds the people whose name {@code text} begins with. */
  public static Found find(String text, List<Person> people) {
    List<Known> known = people.stream().map(Known::of).toList();
    var quoted = QUOTED.matcher(text.strip());
    if (quoted.matches()) {
      String name =
          Stream.of(1, 2, 3, 4, 5).map(quoted::group).filter(g -> g != null).findFirst().orElse("");
      return whole(name, quoted.group(6).strip(), known);
    }
    List<MatchResult> words = WORD.matcher(text).results().limit(LONGEST_NAME).toList();
    for (int count = words.size(); count > 0; count--) {
      int end = words.get(count - 1).end();
      List<Person> fitting = fitting(text.substring(0, end), known);
      if (!fitting.isEmpty()) {
        return narrowed(text, words, count, fitting);
      }
    }
    return words.isEmpty() ? new Found(List.of(), "", true) : byPrefix(text, words.get(0), known);
  }

  /** All people whose name, or whole words of it, or beginning, is this text. */
  private static Found whole(String name, String rest, List<Known> known) {
    List<Person> fitting = fitting(name, known);
    if (fitting.isEmpty()) {
      fitting = matching(words(name), known, String::startsWith);
    }
    return fitting.isEmpty()
        ? new Found(closest(name, known), rest, false)
        : new Found(fitting, rest, true);
  }

  private static List<Person> fitting(String name, List<Known> known) {
    String folded = NameFolding.fold(name);
    List<String> words = words(name);
    if (words.isEmpty()) {
      return List.of();
    }
    List<Person> exact =
        known.stream()
            .filter(k -> k.folded.contains(folded) || k.words.contains(words))
            .map(Known::person)
            .toList();
    return exact.isEmpty() ? matching(words, known, String::equals) : exact;
  }

  /**
   * If several people match, one more word decides if only one of them has a word with this
   * beginning.
   */
  private static Found narrowed(
      String text, List<MatchResult> words, int count, List<Person> fitting) {
    String rest = text.substring(words.get(count - 1).end());
    if (fitting.size() > 1 && count < words.size()) {
      int end = words.get(count).end();
      List<Person> narrower =
          matching(
              words(text.substring(0, end)),
              fitting.stream().map(Known::of).toList(),
              String::startsWith);
      if (narrower.size() == 1) {
        return new Found(narrower, text.substring(end).strip(), true);
      }
    }
    return new Found(fitting, rest.strip(), true);
  }

  private static Found byPrefix(String text, MatchResult word, List<Known> known) {
    String rest = text.substring(word.end()).strip();
    List<Person> fitting = matching(words(word.group()), known, String::startsWith);
    if (!fitting.isEmpty()) {
      return new Found(fitting, rest, true);
    }
    return new Found(closest(word.group(), known), rest, false);
  }

  /** The people whose name contains these words, one after the other. */
  private static List<Person> matching(
      List<String> words, List<Known> known, BiPredicate<String, String> test) {
    return known.stream()
        .filter(k -> k.words.stream().anyMatch(name -> runsIn(words, name, test)))
        .map(Known::person)
        .toList();
  }

  private static boolean runsIn(
      List<String> words, List<String> name, BiPredicate<String, String> test) {
    if (words.isEmpty()) {
      return false;
    }
    for (int start = 0; start + words.size() <= name.size(); start++) {
      int run = 0;
      while (run < words.size() && test.test(name.get(start + run), words.get(run))) {
        run++;
      }
      if (run == words.size()) {
        return true;
      }
    }
    return false;
  }

  /** People whose name, or a word of it, is a typing error or two away. */
  private static List<Person> closest(String name, List<Known> known) {
    String folded = NameFolding.fold(name);
    if (folded.length() > LONGEST_MISSPELLED) {
      return List.of();
    }
    int allowed = Math.max(1, folded.codePointCount(0, folded.length()) / 3);
    record Near(Person person, int distance) {}
    return known.stream()
        .map(k -> new Near(k.person, k.distance(folded, allowed)))
        .filter(near -> near.distance <= allowed)
        .sorted(Comparator.comparingInt(Near::distance))
        .limit(SUGGESTIONS)
        .map(Near::person)
        .toList();
  }

  private static List<String> words(String name) {
    return BREAK
        .splitAsStream(NameFolding.fold(name))
        .map(word -> EDGES.matcher(word).replaceAll(""))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** A person with all of their names, folded for comparison. */
  private record Known(Person person, List<String> folded, List<List<String>> words) {
    static Known of(Person person) {
      List<String> names = new ArrayList<>();
      names.add(person.name());
      names.addAll(person.aliases());
      return new Known(
          person,
          names.stream().map(NameFolding::fold).toList(),
          names.stream().map(NameFinder::words).toList());
    }

    int distance(String other, int allowed) {
      return Stream.concat(folded.stream(), words.stream().flatMap(List::stream))
          .filter(name -> Math.abs(name.length() - other.length()) <= 2 * allowed)
          .mapToInt(name -> EditDistance.between(name, other))
          .min()
          .orElse(Integer.MAX_VALUE);
    }
  }
}
