package io.mynah.lm.sampling;

import io.mynah.text.WordsAndEmoji;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Recognises messages that repeat themselves, as a small model does and people seldom do. */
final class RepetitionFilter {
  /** So many words do not come twice in a message. */
  private static final int WORDS = 3;

  private RepetitionFilter() {}

  /** Whether a phrase of three words comes twice, or one of two words twice in a row. */
  static boolean repeats(String message) {
    List<String> words = WordsAndEmoji.of(message);
    Set<List<String>> phrases = new HashSet<>();
    for (int i = 0; i + WORDS <= words.size(); i++) {
      List<String> phrase = words.subList(i, i + WORDS);
      boolean oneWord = new HashSet<>(phrase).size() == 1;
      if (!phrases.add(phrase) && !oneWord) {
        return true;
      }
    }
    for (int i = 0; i + 4 <= words.size(); i++) {
      boolean same = words.subList(i, i + 2).equals(words.subList(i + 2, i + 4));
      if (same && !words.get(i).equals(words.get(i + 1))) {
        return true;
      }
    }
    return false;
  }
}
