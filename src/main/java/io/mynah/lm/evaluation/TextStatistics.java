package io.mynah.lm.evaluation;

import io.mynah.lm.WordBoundaries;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Simple statistics of lists of messages. */
public final class TextStatistics {
  private TextStatistics() {}

  /** The share of the messages of four or more words that occur verbatim among others. */
  public static double copied(List<String> messages, List<String> learned) {
    int longer = longer(messages).size();
    return longer == 0 ? 0 : (double) copies(messages, learned) / longer;
  }

  /** The messages of four or more words. */
  static List<String> longer(List<String> messages) {
    return messages.stream().filter(WordBoundaries::hasMany).toList();
  }

  /** How many of the messages of four or more words occur verbatim among others. */
  static int copies(List<String> messages, List<String> learned) {
    Set<String> known = new HashSet<>(learned);
    return (int) longer(messages).stream().filter(known::contains).count();
  }

  /** The number of different messages divided by the number of messages. */
  static double distinct(List<String> messages) {
    return messages.isEmpty() ? 0 : (double) new HashSet<>(messages).size() / messages.size();
  }

  /** Mean length of the messages in code points. */
  public static double meanLength(List<String> messages) {
    return messages.stream().mapToInt(t -> t.codePointCount(0, t.length())).average().orElse(0);
  }
}
