package io.mynah.chat.voice;

import io.mynah.domain.Correction;
import io.mynah.domain.Person;
import io.mynah.lm.Turn;
import io.mynah.privacy.Secrets;
import io.mynah.store.Corrections;
import io.mynah.text.NameFolding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Answers that an owner taught a person, given where the same is said again: from the moment on in
 * which they are taught, and every other time, as nobody always says the same. Thread-safe.
 */
public final class TaughtAnswers {
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final Corrections corrections;

  public TaughtAnswers(Corrections corrections) {
    this.corrections = corrections;
  }

  /**
   * Puts a taught answer among messages that each answer the same.
   *
   * @param context what was said, oldest first; what is last is answered
   * @return the messages, one of them exchanged; or as they are
   */
  public List<String> among(
      List<String> messages, Person person, List<Turn> context, RandomGenerator random) {
    List<String> fitting = fitting(person, context);
    for (int i = 0; i < messages.size() && !fitting.isEmpty(); i++) {
      if (random.nextBoolean()) {
        List<String> exchanged = new ArrayList<>(messages);
        exchanged.set(i, fitting.get(random.nextInt(fitting.size())));
        return exchanged;
      }
    }
    return messages;
  }

  /**
   * A taught answer in place of a reply of one or more messages.
   *
   * @param context what was said, oldest first; what is last is answered
   * @return empty if there is none, or it is to be another answer this time
   */
  public Optional<String> instead(Person person, List<Turn> context, RandomGenerator random) {
    List<String> fitting = fitting(person, context);
    return fitting.isEmpty() || random.nextBoolean()
        ? Optional.empty()
        : Optional.of(fitting.get(random.nextInt(fitting.size())));
  }

  private List<String> fitting(Person person, List<Turn> context) {
    if (context.isEmpty() || context.get(context.size() - 1).speaker().equals(person.key())) {
      return List.of();
    }
    String said = heard(context.get(context.size() - 1).text());
    return corrections.of(person).stream()
        .filter(taught -> taught.saidTo() != null && heard(taught.saidTo()).equals(said))
        .map(Correction::text)
        // Others may hear it, too: what is masked where it is learned is not said, either.
        .filter(text -> Secrets.masked(text).equals(text))
        .toList();
  }

  /** What two messages have in common that say the same: their words, else all of their signs. */
  private static String heard(String text) {
    String words = NO_WORD.matcher(NameFolding.fold(text)).replaceAll(" ").strip();
    return words.isEmpty() ? text.strip() : words;
  }
}
