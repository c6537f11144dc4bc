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
  private static final int MOST = 256;

  /** How many characters of the text and of each message are read. */
  private static final int LONGEST = 4096;

  /** Slots of the hash table of trigrams, a power of two; most are empty. */
  private static final int PLACES = 1024;

  private static final long THREE = 0xFFFF_FFFF_FFFFL;

  private final long[] stretches = new long[PLACES];
  private final short[] numbers = new short[PLACES];
  private final int count;
  private final int width;

  /** How many messages contain each trigram. */
  private final int[] having;

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
    long stretch = 0;
    int length = Math.min(LONGEST, text.length());
    boolean blank = false;
    int seen = 0;
    for (int i = -1; i <= length && distinct < MOST; i++) {
      char c = plain(text, i, length);
      if (c == ' ' && blank) {
        continue;
      }
      blank = c == ' ';
      stretch = (stretch << 16 | c) & THREE;
      if (++seen >= 3 && numberOf(stretch) < 0) {
        add(stretch, distinct++);
      }
    }
    count = distinct;
    width = Math.max(1, (count + 63) / 64);
    having = new int[count];
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

  private static int place(long stretch) {
    return (int) ((stretch * 0x9E37_79B9_7F4A_7C15L) >>> 54);
  }

  private void add(long stretch, int number) {
    int place = place(stretch);
    while (stretches[place] != 0) {
      place = place + 1 & PLACES - 1;
    }
    stretches[place] = stretch;
    numbers[place] = (short) number;
  }

  /** The number of a trigram of the text, or −1. */
  private int numberOf(long stretch) {
    int place = place(stretch);
    while (stretches[place] != 0) {
      if (stretches[place] == stretch) {
        return numbers[place];
      }
      place = place + 1 & PLACES - 1;
    }
    return -1;
  }

  /** Adds a message to the search. */
  void see(long id, String text) {
    messages++;
    Arrays.fill(hits, 0);
    boolean any = false;
    long stretch = 0;
    int length = Math.min(LONGEST, text.length());
    boolean blank = false;
    int seen = 0;
    for (int i = -1; i <= length; i++) {
      char c = plain(text, i, length);
      if (c == ' ' && blank) {
        continue;
      }
      blank = c == ' ';
      stretch = (stretch << 16 | c) & THREE;
      int number = ++seen < 3 ? -1 : numberOf(stretch);
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
        having[word << 6 | Long.numberOfTrailingZeros(left)]++;
      }
    }
  }

  /** The ids of the most similar messages, the most similar first; on a tie the later one first. */
  List<Long> closest(int most) {
    double[] weights = new double[count];
    Arrays.setAll(weights, i -> Math.log((messages + 1.0) / Math.max(1, having[i])));
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
