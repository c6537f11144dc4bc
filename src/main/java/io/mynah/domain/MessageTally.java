package io.mynah.domain;

import java.util.List;

/**
 * Counts over some messages of one kind, real or generated.
 *
 * @param messages how many they are
 * @param words that they have together
 * @param lengths how many of them have so many words, by the classes of {@link #CLASSES}
 * @param hours how many were sent in each hour of the day, 24 counts from midnight on; none where
 *     messages have no time
 */
public record MessageTally(int messages, int words, List<Integer> lengths, List<Integer> hours) {
  /** The most words of a message in each class of length; the last class has no end. */
  public static final List<Integer> CLASSES = List.of(0, 1, 2, 4, 8, 16);

  public MessageTally {
    lengths = List.copyOf(lengths);
    hours = List.copyOf(hours);
  }
}
