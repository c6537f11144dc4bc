package io.mynah.domain;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often a person reacted to messages of others, and with which emoji.
 *
 * @param messages how many messages of others the person could have reacted to
 * @param reacted to how many of them the person reacted
 * @param emoji how often each was used, in a fixed order; without variation selectors
 */
public record Reactions(int messages, int reacted, SortedMap<String, Integer> emoji) {
  /** Those of a person of whom no reactions are known. */
  public static final Reactions NONE = new Reactions(0, 0, Collections.emptySortedMap());

  public Reactions {
    emoji = Collections.unmodifiableSortedMap(new TreeMap<>(emoji));
  }

  /** Whether no reactions are known. */
  public boolean isEmpty() {
    return reacted == 0 || emoji.isEmpty();
  }

  /** These and those of another chat. */
  public Reactions plus(Reactions other) {
    SortedMap<String, Integer> sum = new TreeMap<>(emoji);
    for (Map.Entry<String, Integer> each : other.emoji.entrySet()) {
      sum.merge(each.getKey(), each.getValue(), Integer::sum);
    }
    return new Reactions(messages + other.messages, reacted + other.reacted, sum);
  }
}
