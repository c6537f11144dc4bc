package io.mynah.lm.evaluation;

import io.mynah.lm.WordBoundaries;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Plain figures of lists of messages. */
public final class TextStatistics {
  private TextStatistics() {}

  /** Of the messages of four or more words, the share that stands verbatim among others. */
  public static double copied(List<String> messages, List<String> learned) {
    int longer = longer(messages).size();
    return longer == 0 ? 0 : (double) copies(messages, learned) / longer;
  }

  /** The messages of four or more words. */
  static List<String> longer(List<String> messages) {
    return messages.stream().filter(WordBoundaries::areMany).toList();
  }

  /** How many of the messages of four or more words stand verbatim among others. */
  static int copies(List<String> messages, List<String> learned) {
    Set<String> known = new HashSet<>(learned);
    return (int) longer(messages).stream().filter(known::contains).count();
  }

  /** Different messages over all messages. */
  static double distinct(List<String> messages) {
    return messages.isEmpty() ? 0 : (double) new HashSet<>(messages).size() / messages.size();
  }

  /** In code points. */
  public static double meanLength(List<String> messages) {
    return messages.stream().mapToInt(t -> t.codePointCount(0, t.length())).average().orElse(0);
  }
}
