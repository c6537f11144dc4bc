package io.mynah.lm.sampling;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Recognises messages that address somebody, such as the one who speaks. Immutable. */
public final class AddressFilter {
  private static final int FLAGS =
      Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

  /** A shorter word of a name, such as a particle or an emoji, is no name by itself. */
  private static final int FEWEST_LETTERS = 3;

  private final @Nullable Pattern address;

  private AddressFilter(Set<String> names) {
    address = names.isEmpty() ? null : pattern(names);
  }

  /**
   * A filter for some people.
   *
   * @param people their names
   * @param others who may be addressed; what their names have in common with the others' is allowed
   */
  public static AddressFilter of(Collection<String> people, Collection<String> others) {
    Set<String> names = new LinkedHashSet<>();
    people.forEach(person -> names.addAll(forms(person)));
    Set<String> allowed = new HashSet<>();
    others.forEach(other -> forms(other).forEach(form -> allowed.add(folded(form))));
    names.removeIf(name -> allowed.contains(folded(name)));
    return new AddressFilter(names);
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The whole name and the words of it; none if it has no letters. */
  private static Set<String> forms(String name) {
    Set<String> forms = new LinkedHashSet<>();
    if (letters(name) > 0) {
      forms.add(name.strip());
    }
    for (String word : List.of(name.strip().split("\\s+"))) {
      if (letters(word) >= FEWEST_LETTERS) {
        forms.add(word);
      }
    }
    return forms;
  }

  /** A name set off by a comma, or alone in the message. */
  private static Pattern pattern(Set<String> forms) {
    String names = forms.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")"));
    return Pattern.compile(
        "^\\W*" + names + "\\s*,|,\\s*" + names + "\\W*$|^\\W*" + names + "\\W*$", FLAGS);
  }

  private static long letters(String text) {
    return text.codePoints().filter(Character::isLetter).count();
  }

  /** Whether a message addresses one of the people. */
  public boolean addresses(String message) {
    return address != null && address.matcher(message).find();
  }
}
