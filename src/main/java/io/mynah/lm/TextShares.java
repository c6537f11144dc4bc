package io.mynah.lm;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Plain figures of lists of messages. */
final class TextShares {
  private TextShares() {}

  /** Of the messages of four or more words, the share that stands verbatim among others. */
  static double copied(List<String> messages, List<String> learned) {
    int longer = longer(messages).size();
    return longer == 0 ? 0 : (double) copies(messages, learned) / longer;
  }

  /** The messages of four or more words. */
  static List<String> longer(List<String> messages) {
    return messages.stream().filter(Words::areMany).toList();
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
  static double meanLength(List<String> messages) {
    return messages.stream().mapToInt(t -> t.codePointCount(0, t.length())).average().orElse(0);
  }
}
