package io.mynah.chat.converse;

import io.mynah.text.WordsAndEmoji;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Detects when two models that answer each other repeat themselves: the same message again, a
 * sequence of messages twice in a row, or a longer message that was said before. For one thread at
 * a time.
 */
final class LoopGuard {
  /** Messages of at least this many words must not be said twice; shorter ones may. */
  private static final int LONG = 4;

  private static final int LONGEST_CYCLE = 8;

  private static final Pattern NOT_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private final List<String> said = new ArrayList<>();

  /** Adds a message unless it repeats; returns whether it repeats. */
  boolean refuses(String message) {
    String normalized = normalized(message);
    boolean isLong = WordsAndEmoji.of(message).size() >= LONG;
    if ((isLong && said.contains(normalized)) || closesACycle(normalized)) {
      return true;
    }
    said.add(normalized);
    return false;
  }

  private boolean closesACycle(String next) {
    List<String> all = new ArrayList<>(said);
    all.add(next);
    int end = all.size();
    for (int length = 1; length <= LONGEST_CYCLE && 2 * length <= end; length++) {
      if (all.subList(end - length, end).equals(all.subList(end - 2 * length, end - length))) {
        return true;
      }
    }
    return false;
  }

  /** The letters and digits without case; the whole message if it has none. */
  private static String normalized(String message) {
    String normalized = NOT_WORDS.matcher(message.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    return normalized.isEmpty() ? message.strip() : normalized;
  }
}
