package io.mynah.chat.feedback;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

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

  /** Slots of the hash table of trigrams, a power of two; most are empty. */
  private static final int SLOTS = 1024;

  private static final long TRIGRAM_MASK = 0xFFFF_FFFF_FFFFL;

  private final long[] trigrams = new long[SLOTS];
  private final short[] numbers = new short[SLOTS];
  private final int count;
  private final int width;

  /** How many messages contain each trigram. */
  private final int[] messagesWith;

  private final long[] hits;
  private int messages;

  /** Data of the messages that share a trigram, in the order they were added. */
  private long[] ids = new long[1024];

  private int[] lengths = new int[1024];
  private long[] shared;
  private int size;

  private record Scored(long id, double score) {}

  /** Starts a search for messages similar to this text. */
  MessageSimilarity(String text) {
    int distinct = 0;
    long trigram = 0;
    int length = Math.min(LONGEST, text.length());
    boolean blank = false;
    int seen = 0;
    for (int i = -1; i <= length && distinct < MOST_TRIGRAMS; i++) {
      char c = plain(text, i, length);
      if (c == ' ' && blank) {
        continue;
      }
      blank = c == ' ';
      trigram = (trigram << 16 | c) & TRIGRAM_MASK;
      if (++seen >= 3 && numberOf(trigram) < 0) {
        add(trigram, distinct++);
      }
    }
    count = distinct;
    width = Math.max(1, (count + 63) / 64);
    messagesWith = new int[count];
    hits = new long[width];
    shared = new long[1024 * width];
  }

  /** A character in lower case; a space for white space and for positions outside the text. */
  private static char plain(String text, int at, int length) {
    if (at < 0 || at >= length) {
      return ' ';
    }
    char c = text.charAt(at);
    return Character.isWhitespace(c) ? ' ' : Character.toLowerCase(c);
  }

  private static int slot(long trigram) {
    return (int) ((trigram * 0x9E37_79B9_7F4A_7C15L) >>> 54);
  }

  private void add(long trigram, int number) {
    int slot = slot(trigram);
    while (trigrams[slot] != 0) {
      slot = slot + 1 & SLOTS - 1;
    }
    trigrams[slot] = trigram;
    numbers[slot] = (short) number;
  }

  /** The number of a trigram of the text, or −1. */
  private int numberOf(long trigram) {
    int slot = slot(trigram);
    while (trigrams[slot] != 0) {
      if (trigrams[slot] == trigram) {
        return numbers[slot];
      }
      slot = slot + 1 & SLOTS - 1;
    }
    return -1;
  }

  /** Adds a message to the search. */
  void addMessage(long id, String text) {
    messages++;
    Arrays.fill(hits, 0);
    boolean any = false;
    long trigram = 0;
    int length = Math.min(LONGEST, text.length());
    boolean blank = false;
    int seen = 0;
    for (int i = -1; i <= length; i++) {
      char c = plain(text, i, length);
      if (c == ' ' && blank) {
        continue;
      }
      blank = c == ' ';
      trigram = (trigram << 16 | c) & TRIGRAM_MASK;
      int number = ++seen < 3 ? -1 : numberOf(trigram);
      if (number >= 0) {
        hits[number >> 6] |= 1L << number;
        any = true;
      }
    }
    if (any) {
      keep(id, seen);
    }
  }

  private void keep(long id, int length) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
      lengths = Arrays.copyOf(lengths, 2 * size);
      shared = Arrays.copyOf(shared, 2 * size * width);
    }
    ids[size] = id;
    lengths[size] = length;
    System.arraycopy(hits, 0, shared, size * width, width);
    size++;
    for (int word = 0; word < width; word++) {
      for (long left = hits[word]; left != 0; left &= left - 1) {
        messagesWith[word << 6 | Long.numberOfTrailingZeros(left)]++;
      }
    }
  }

  /** The ids of the most similar messages, the most similar first; on a tie the later one first. */
  List<Long> closest(int most) {
    double[] weights = new double[count];
    Arrays.setAll(weights, i -> Math.log((messages + 1.0) / Math.max(1, messagesWith[i])));
    Comparator<Scored> order = Comparator.comparingDouble(Scored::score);
    PriorityQueue<Scored> best = new PriorityQueue<>(order.thenComparingLong(Scored::id));
    for (int i = 0; i < size; i++) {
      double score = score(i, weights);
      if (best.size() < most) {
        best.add(new Scored(ids[i], score));
      } else if (score >= best.element().score) {
        best.remove();
        best.add(new Scored(ids[i], score));
      }
    }
    return best.stream()
        .sorted(order.thenComparingLong(Scored::id).reversed())
        .map(Scored::id)
        .toList();
  }

  private double score(int message, double[] weights) {
    double sum = 0;
    for (int word = 0; word < width; word++) {
      for (long left = shared[message * width + word]; left != 0; left &= left - 1) {
        sum += weights[word << 6 | Long.numberOfTrailingZeros(left)];
      }
    }
    return sum / Math.sqrt(lengths[message]);
  }
}
