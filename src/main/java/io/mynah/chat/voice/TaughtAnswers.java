package io.mynah.chat.voice;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.domain.Correction;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
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
 * Answers that an owner taught a person, given where the same is said again: the first time for
 * sure, and then every other time, as nobody always says the same. What was given is known until
 * the process ends. Thread-safe.
 */
public final class TaughtAnswers {
  private static final int REMEMBERED = 10_000;
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final Corrections corrections;

  /** How many answers to the same were taught when the newest was given. */
  private final Cache<Prompt, Integer> given =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  public TaughtAnswers(Corrections corrections) {
    this.corrections = corrections;
  }

  /**
   * What is said to somebody.
   *
   * @param heard a digest of its words: they themselves are not kept
   */
  private record Prompt(PersonId person, int heard) {}

  /**
   * Puts a taught answer among messages that each answer the same.
   *
   * @param context what was said, oldest first; what is last is answered
   * @return the messages, one of them exchanged; or as they are
   */
  public List<String> among(
      List<String> messages, Person person, List<Turn> context, RandomGenerator random) {
    List<String> fitting = fitting(person, context);
    if (fitting.isEmpty() || messages.isEmpty()) {
      return messages;
    }
    if (isNew(person, context, fitting)) {
      return exchanged(messages, random.nextInt(messages.size()), newest(fitting));
    }
    for (int i = 0; i < messages.size(); i++) {
      if (random.nextBoolean()) {
        return exchanged(messages, i, fitting.get(random.nextInt(fitting.size())));
      }
    }
    return messages;
  }

  private static List<String> exchanged(List<String> messages, int index, String taught) {
    List<String> exchanged = new ArrayList<>(messages);
    exchanged.set(index, taught);
    return exchanged;
  }

  /**
   * A taught answer in place of a reply of one or more messages.
   *
   * @param context what was said, oldest first; what is last is answered
   * @return empty if there is none, or it is to be another answer this time
   */
  public Optional<String> instead(Person person, List<Turn> context, RandomGenerator random) {
    List<String> fitting = fitting(person, context);
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    if (isNew(person, context, fitting)) {
      return Optional.of(newest(fitting));
    }
    return random.nextBoolean()
        ? Optional.empty()
        : Optional.of(fitting.get(random.nextInt(fitting.size())));
  }

  /** Whether a message is one that a person's owner taught. */
  public boolean holds(Person person, String message) {
    String text = message.strip();
    return corrections.of(person).stream()
        .anyMatch(taught -> taught.saidTo() != null && taught.text().strip().equals(text));
  }

  private static String newest(List<String> fitting) {
    return fitting.get(fitting.size() - 1);
  }

  /** Whether the newest of some answers was not given yet; it is from now on. */
  private boolean isNew(Person person, List<Turn> context, List<String> fitting) {
    String said = heard(context.get(context.size() - 1).text());
    Integer before = given.asMap().put(new Prompt(person.id(), said.hashCode()), fitting.size());
    return before == null || before < fitting.size();
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
