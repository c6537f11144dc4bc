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

  private final Set<List<String>> said = new HashSet<>();

  /**
   * @param context the messages that were just said
   */
  RepetitionFilter(Collection<String> context) {
    context.forEach(message -> said.addAll(phrases(WordsAndEmoji.of(message), ECHO)));
  }

  /**
   * Whether a phrase of three words comes twice in a message, or one of two words twice in a row,
   * or whether it has four words in a row in common with the context.
   */
  boolean repeats(String message) {
    List<String> words = WordsAndEmoji.of(message);
    return repeatsItself(words) || phrases(words, ECHO).stream().anyMatch(said::contains);
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
