package io.mynah.domain;

import java.util.List;

/**
 * Counts over a set of messages, either real or generated.
 *
 * @param messages the number of messages
 * @param words the total number of words
 * @param lengths how many messages fall into each length class of {@link #CLASSES}
 * @param hours how many were sent in each hour of the day, 24 counts from midnight; empty if
 *     messages have no time
 */
public record MessageTally(int messages, int words, List<Integer> lengths, List<Integer> hours) {
  /** The most words of a message in each length class; the class after the last is unbounded. */
  public static final List<Integer> CLASSES = List.of(0, 1, 2, 4, 8, 16);

  public MessageTally {
    lengths = List.copyOf(lengths);
    hours = List.copyOf(hours);
  }
}
