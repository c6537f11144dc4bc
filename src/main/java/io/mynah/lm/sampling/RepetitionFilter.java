package io.mynah.lm.sampling;

import io.mynah.text.WordsAndEmoji;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Recognises messages that repeat themselves or what was just said, as a small model does and
 * people seldom do. Immutable.
 */
final class RepetitionFilter {
  /** So many words do not come twice in a message. */
  private static final int PHRASE = 3;

  /** So many words of what was just said are not said again. */
  private static final int ECHO = 4;

  /** From so many different words on, a message is compared with what the person just said. */
  private static final int COMPARED = 3;

  /** The share of the words of either that both have, from which two messages say the same. */
  private static final double SAME = 0.5;

  private final Set<List<String>> said = new HashSet<>();
  private final List<Set<String>> own;

  /**
   * @param context the messages that were just said, by anybody
   * @param own those of the person
   */
  RepetitionFilter(Collection<String> context, Collection<String> own) {
    context.forEach(message -> said.addAll(phrases(WordsAndEmoji.of(message), ECHO)));
    this.own = own.stream().map(message -> Set.copyOf(WordsAndEmoji.of(message))).toList();
  }

  /**
   * Whether a phrase of three words comes twice in a message, or one of two words twice in a row,
   * whether it has four words in a row in common with a message of the context, or half of the
   * different words of both with one of the person's own. Of the messages of three different words
   * or more of three chats, 0.3, 0.5 and 2.5 % have the last with one of the last six messages.
   */
  boolean repeats(String message) {
    List<String> all = WordsAndEmoji.of(message);
    return repeatsItself(all)
        || phrases(all, ECHO).stream().anyMatch(said::contains)
        || saysTheSame(new HashSet<>(all));
  }

  private boolean saysTheSame(Set<String> message) {
    return message.size() >= COMPARED
        && own.stream().anyMatch(other -> likeness(message, other) >= SAME);
  }

  /** The share of the words of either that both have (Jaccard). */
  private static double likeness(Set<String> one, Set<String> other) {
    long both = one.stream().filter(other::contains).count();
    return (double) both / (one.size() + other.size() - both);
  }

  private static boolean repeatsItself(List<String> words) {
    Set<List<String>> seen = new HashSet<>();
    for (List<String> phrase : phrases(words, PHRASE)) {
      if (!seen.add(phrase) && !isOneWord(phrase)) {
        return true;
      }
    }
    for (int i = 0; i + 4 <= words.size(); i++) {
      List<String> pair = words.subList(i, i + 2);
      if (pair.equals(words.subList(i + 2, i + 4)) && !isOneWord(pair)) {
        return true;
      }
    }
    return false;
  }

  private static List<List<String>> phrases(List<String> words, int length) {
    return IntStream.rangeClosed(0, words.size() - length)
        .mapToObj(i -> words.subList(i, i + length))
        .toList();
  }

  private static boolean isOneWord(List<String> words) {
    return words.stream().distinct().count() == 1;
  }
}
