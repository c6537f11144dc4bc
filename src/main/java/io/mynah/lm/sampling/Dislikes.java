package io.mynah.lm.sampling;

import io.mynah.text.NameFolding;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares messages with those that the owner of a voice disliked. Thread-safe. */
final class Dislikes {
  /** What the score of a message loses that says what a disliked one says: one nat. */
  private static final double WEIGHT = 1;

  /** Characters of a message that are compared. */
  private static final int LONGEST = 400;

  private final List<Set<String>> disliked;

  Dislikes(List<String> texts) {
    disliked = texts.stream().map(Dislikes::trigrams).toList();
  }

  /** The runs of three characters, in lower case and with a blank on both sides. */
  private static Set<String> trigrams(String text) {
    String folded = NameFolding.fold(text.substring(0, Math.min(LONGEST, text.length())));
    String padded = " " + folded.replaceAll("\\s+", " ").strip() + " ";
    Set<String> trigrams = new HashSet<>();
    for (int i = 0; i + 3 <= padded.length(); i++) {
      trigrams.add(padded.substring(i, i + 3));
    }
    return trigrams;
  }

  /** Whether a message has the same words as a disliked one. */
  boolean hasSame(String text) {
    Set<String> trigrams = trigrams(text);
    return !trigrams.isEmpty() && disliked.contains(trigrams);
  }

  /**
   * What the score of a message loses: all of it for the same words, and less for some of them. It
   * grows with the square of the share of trigrams that both have, so that messages which have a
   * word or two in common lose next to nothing.
   */
  double penalty(String text) {
    if (disliked.isEmpty()) {
      return 0;
    }
    Set<String> trigrams = trigrams(text);
    double most = disliked.stream().mapToDouble(each -> likeness(each, trigrams)).max().orElse(0);
    return WEIGHT * most * most;
  }

  /** The share of the trigrams of either that both have (Jaccard). */
  private static double likeness(Set<String> one, Set<String> other) {
    long both = one.stream().filter(other::contains).count();
    long either = one.size() + other.size() - both;
    return either == 0 ? 0 : both / (double) either;
  }
}
