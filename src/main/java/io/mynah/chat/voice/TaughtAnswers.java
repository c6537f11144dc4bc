package io.mynah.chat.voice;

import io.mynah.chat.Channel;
import io.mynah.domain.Correction;
import io.mynah.domain.Person;
import io.mynah.lm.Turn;
import io.mynah.privacy.Secrets;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.conversation.Corrections.Kept;
import io.mynah.store.inbox.UpdateEffects;
import io.mynah.store.inbox.UpdateEffects.Outcome;
import io.mynah.text.NameFolding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Uses the answers that an owner taught a person, when the same is said to the person again: the
 * first time always, and then every other time, because nobody always says the same. Thread-safe.
 */
public final class TaughtAnswers {
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final Channel channel;
  private final Corrections corrections;
  private final UpdateEffects effects;

  public TaughtAnswers(Channel channel, Corrections corrections, UpdateEffects effects) {
    this.channel = channel;
    this.corrections = corrections;
    this.effects = effects;
  }

  /**
   * Puts a taught answer among messages that are alternative answers to the same turn.
   *
   * @param context what was said, oldest first; the last turn is answered
   * @return the messages with one of them replaced, or unchanged
   */
  public List<String> among(
      List<String> messages, Person person, List<Turn> context, RandomGenerator random) {
    List<Kept> fitting = fitting(person, context);
    boolean first = !messages.isEmpty() && isFirst(person, fitting);
    return among(messages, fitting, first, random);
  }

  /** The same for offered messages: it is not known whether any of them is sent. */
  public List<String> amongOffered(
      List<String> messages, Person person, List<Turn> context, RandomGenerator random) {
    List<Kept> fitting = fitting(person, context);
    return among(messages, fitting, !fitting.isEmpty() && !newest(fitting).given(), random);
  }

  /**
   * @param first whether the newest answer is used for the first time
   */
  private static List<String> among(
      List<String> messages, List<Kept> fitting, boolean first, RandomGenerator random) {
    if (fitting.isEmpty() || messages.isEmpty()) {
      return messages;
    }
    if (first) {
      return exchanged(messages, random.nextInt(messages.size()), newest(fitting));
    }
    for (int i = 0; i < messages.size(); i++) {
      if (random.nextBoolean()) {
        return exchanged(messages, i, fitting.get(random.nextInt(fitting.size())));
      }
    }
    return messages;
  }

  private static List<String> exchanged(List<String> messages, int index, Kept taught) {
    List<String> exchanged = new ArrayList<>(messages);
    exchanged.set(index, taught.correction().text());
    return exchanged;
  }

  /**
   * A taught answer in place of a reply of one or more messages.
   *
   * @param context what was said, oldest first; the last turn is answered
   * @return empty if there is none, or another answer is to be given this time
   */
  public Optional<String> instead(Person person, List<Turn> context, RandomGenerator random) {
    List<Kept> fitting = fitting(person, context);
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    if (isFirst(person, fitting)) {
      return Optional.of(newest(fitting).correction().text());
    }
    return random.nextBoolean()
        ? Optional.empty()
        : Optional.of(fitting.get(random.nextInt(fitting.size())).correction().text());
  }

  /** Whether a message is an answer that the person's owner taught. */
  public boolean holds(Person person, String message) {
    String text = message.strip();
    return corrections.of(person).stream()
        .anyMatch(taught -> taught.saidTo() != null && taught.text().strip().equals(text));
  }

  private static Kept newest(List<Kept> fitting) {
    return fitting.get(fitting.size() - 1);
  }

  /**
   * Whether the newest of some answers is used for the first time. Notes the use, so that the next
   * call returns {@code false}, except when the same update is handled again.
   */
  private boolean isFirst(Person person, List<Kept> fitting) {
    if (fitting.isEmpty()) {
      return false;
    }
    Kept newest = newest(fitting);
    OptionalLong update = channel.cause().number();
    String effect = "teach " + newest.number();
    if (newest.given() && effects.of(update, effect).isEmpty()) {
      return false;
    }
    return effects
        .once(
            update,
            effect,
            () -> Outcome.of(String.valueOf(corrections.give(person, newest.number()))))
        .is("true");
  }

  private List<Kept> fitting(Person person, List<Turn> context) {
    if (context.isEmpty() || context.get(context.size() - 1).speaker().equals(person.key())) {
      return List.of();
    }
    String said = normalized(context.get(context.size() - 1).text());
    return corrections.kept(person).stream().filter(kept -> fits(kept.correction(), said)).toList();
  }

  private static boolean fits(Correction taught, String said) {
    String saidTo = taught.saidTo();
    return saidTo != null
        && normalized(saidTo).equals(said)
        // Others may read it, too: a text that would be masked in training is not sent either.
        && Secrets.masked(taught.text()).equals(taught.text());
  }

  /**
   * The part that two messages with the same meaning share: their words, or else all of their
   * characters.
   */
  private static String normalized(String text) {
    String words = NO_WORD.matcher(NameFolding.fold(text)).replaceAll(" ").strip();
    return words.isEmpty() ? text.strip() : words;
  }
}
