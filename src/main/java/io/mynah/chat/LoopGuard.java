package io.mynah.chat;

import io.mynah.text.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * Notices when two models that answer each other go round in circles: the same again, a sequence of
 * messages a second time in a row, or a longer message that was said before. For one thread at a
 * time.
 */
final class LoopGuard {
  /** Messages of so many words are not said twice; shorter ones are, by anyone. */
  private static final int LONG = 4;

  private static final int LONGEST_CYCLE = 8;

  private final List<List<String>> said = new ArrayList<>();

  /** Takes up a message, unless it goes round in circles; says whether it does. */
  boolean refuses(String message) {
    List<String> words = essence(message);
    if ((words.size() >= LONG && said.contains(words)) || closesACycle(words)) {
      return true;
    }
    said.add(words);
    return false;
  }

  private boolean closesACycle(List<String> next) {
    List<List<String>> all = new ArrayList<>(said);
    all.add(next);
    for (int length = 1; length <= LONGEST_CYCLE && 2 * length <= all.size(); length++) {
      int end = all.size();
      if (all.subList(end - length, end).equals(all.subList(end - 2 * length, end - length))) {
        return true;
      }
    }
    return false;
  }

  /** The words without case and punctuation; of a message without words, the message. */
  private static List<String> essence(String message) {
    List<String> words = Words.of(message);
    return words.isEmpty() ? List.of(message.strip()) : words;
  }
}
