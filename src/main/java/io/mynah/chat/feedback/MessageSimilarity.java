package io.mynah.chat.feedback;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;

/**
 * Finds, among many messages, those most similar to a text. It compares character trigrams: each
 * shared trigram weighs more the fewer messages contain it (inverse document frequency), and a
 * longer message scores lower. Of each message it keeps only the id, the length, and which trigrams
 * it shares. For one thread.
 */
final class MessageSimilarity {
  /** How many trigrams of the text are compared, from its start. */
  private static final int MOST_TRIGRAMS = 256;

  /** How many characters of the text and of each message are read. */
  private static final int LONGEST = 4096;

  private static final long TRIGRAM_MASK = 0xFFFF_FFFF_FFFFL;

  /** The trigrams of the text, each with its number. */
  private final Map<Long, Integer> numbers = new HashMap<>();

  /** How many messages contain each trigram. */
  private final int[] messagesWith;

  /** The messages that share a trigram. */
  private final List<Candidate> candidates = new ArrayList<>();

  private int messages;

  /**
   * A message.
   *
   * @param shared numbers of the trigrams that it shares with the text
   */
  private record Candidate(long id, int length, BitSet shared) {}

  /** A message, and how similar it is. */
  record Scored(long id, double score) {}

  /** Starts a search for messages similar to this text. */
  MessageSimilarity(String text) {
    int unused =
        forEachTrigram(
            text,
            trigram -> {
              if (numbers.size() < MOST_TRIGRAMS) {
                numbers.putIfAbsent(trigram, numbers.size());
              }
            });
    messagesWith = new int[numbers.size()];
  }

  /**
   * Visits the trigrams of a text: in lower case, with one space for white space of any length and
   * around the text.
   *
   * @return the length of the text in this form
   */
  private static int forEachTrigram(String text, LongConsumer visitor) {
    int end = Math.min(LONGEST, text.length());
    long trigram = 0;
    int length = 0;
    boolean blank = false;
    for (int i = -1; i <= end; i++) {
      char c = i < 0 || i == end ? ' ' : Character.toLowerCase(text.charAt(i));
      if (Character.isWhitespace(c)) {
        if (blank) {
          continue;
        }
        c = ' ';
      }
      blank = c == ' ';
      trigram = (trigram << 16 | c) & TRIGRAM_MASK;
      if (++length >= 3) {
        visitor.accept(trigram);
      }
    }
    return length;
  }

  /** Adds a message to the search. */
  void addMessage(long id, String text) {
    messages++;
    BitSet shared = new BitSet(messagesWith.length);
    int length =
        forEachTrigram(
            text,
            trigram -> {
              Integer number = numbers.get(trigram);
              if (number != null) {
                shared.set(number);
              }
            });
    if (!shared.isEmpty()) {
      candidates.add(new Candidate(id, length, shared));
      shared.stream().forEach(number -> messagesWith[number]++);
    }
  }

  /** The ids of the most similar messages, the most similar first; on a tie the later one first. */
  List<Long> closest(int most) {
    return closestScored(most).stream().map(Scored::id).toList();
  }

  /** The same with how similar they are. */
  List<Scored> closestScored(int most) {
    Comparator<Scored> order =
        Comparator.comparingDouble(Scored::score).thenComparingLong(Scored::id);
    PriorityQueue<Scored> best = new PriorityQueue<>(order);
    for (Candidate candidate : candidates) {
      best.add(new Scored(candidate.id, score(candidate)));
      if (best.size() > most) {
        best.remove();
      }
    }
    return best.stream().sorted(order.reversed()).toList();
  }

  private double score(Candidate candidate) {
    double sum =
        candidate.shared.stream()
            .mapToDouble(number -> Math.log((messages + 1.0) / messagesWith[number]))
            .sum();
    return sum / Math.sqrt(candidate.length);
  }
}
