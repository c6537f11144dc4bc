package io.mynah.lm.ngram;

import io.mynah.text.ControlTokens;
import java.util.Arrays;

/**
 * Counts the n-grams of messages, level by level. The places of a level are put in the order of
 * their last tokens, then in that of the sequences before these, by counting (a radix sort of two
 * digits); so equal sequences are adjacent, and in lexical order.
 */
final class NGramCounter {
  private static final int NONE = -1;

  private final int[] tokens;

  /** The positions in the messages, in the order of their tokens. */
  private final int[] byToken;

  /**
   * For each position in the messages, the number of the sequence of the last level that begins
   * there, or NONE.
   */
  private int[] places;

  private NGramCounter(int[] tokens) {
    this.tokens = tokens;
    places = new int[tokens.length];
    byToken = inOrder(tokens);
  }

  /**
   * Counts n-grams.
   *
   * @param messages tokens, each message from its {@link ControlTokens#OWN} to its {@link
   *     ControlTokens#END}, one after another
   */
  static NGramTrie count(int[] messages, int order) {
    return new NGramCounter(messages).count(order);
  }

  private static int[] inOrder(int[] tokens) {
    int[] next = new int[Arrays.stream(tokens).max().orElse(0) + 2];
    for (int token : tokens) {
      next[token + 1]++;
    }
    Arrays.parallelPrefix(next, Integer::sum);
    int[] positions = new int[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      positions[next[tokens[i]]++] = i;
    }
    return positions;
  }

  private NGramTrie count(int order) {
    NGramTrie.Level[] levels = new NGramTrie.Level[order + 1];
    levels[0] = NGramTrie.Level.first(new int[0]);
    for (int k = 1; k <= order; k++) {
      int[] before = places;
      int[] children = new int[levels[k - 1].size() + 1];
      int[] ends = number(k, children);
      levels[k - 1] = new NGramTrie.Level(levels[k - 1].tokens(), levels[k - 1].counts(), children);
      levels[k] = level(ends, k == order);
      if (k > 1) {
        countLeftNeighbours(levels[k - 1].counts(), before, ends.length);
      }
    }
    dropBeginnings(levels[1]);
    return new NGramTrie(levels);
  }

  /**
   * Numbers the sequences of a level in lexical order, and sets the places to them.
   *
   * @param children filled with the number of the first continuation of each sequence of the level
   *     before, and the end of the last one's
   * @return the last token of each sequence
   */
  private int[] number(int k, int[] children) {
    int[] starts = new int[children.length];
    int[] sorted = sorted(k, starts);
    int[] ends = new int[sorted.length];
    int[] found = new int[tokens.length];
    Arrays.fill(found, NONE);
    int count = 0;
    for (int parent = 0; parent + 1 < children.length; parent++) {
      children[parent] = count;
      for (int j = starts[parent]; j < starts[parent + 1]; j++) {
        int token = last(sorted[j], k);
        if (count == children[parent] || ends[count - 1] != token) {
          ends[count++] = token;
        }
        found[sorted[j]] = count - 1;
      }
    }
    children[children.length - 1] = count;
    places = found;
    return Arrays.copyOf(ends, count);
  }

  /**
   * The positions where a sequence of a level begins, by the number of its prefix, then by its last
   * token.
   *
   * @param starts zeros; filled with where the positions of each prefix begin, and their end
   */
  private int[] sorted(int k, int[] starts) {
    for (int i = 0; i + k <= tokens.length; i++) {
      if (within(i, k)) {
        starts[places[i] + 1]++;
      }
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    int[] sorted = new int[starts[starts.length - 1]];
    for (int end : byToken) {
      int i = end - k + 1;
      if (i >= 0 && within(i, k)) {
        sorted[next[places[i]]++] = i;
      }
    }
    return sorted;
  }

  /** Whether there is a sequence at a position; none crosses the end of a message. */
  private boolean within(int i, int k) {
    return places[i] != NONE && (k == 1 || last(i, k) != ControlTokens.OWN);
  }

  private int last(int i, int k) {
    return tokens[i + k - 1];
  }

  /**
   * Counts occurrences: of all sequences in the last level, else only of those that begin a
   * message.
   *
   * @param ends the last token of each sequence
   */
  private NGramTrie.Level level(int[] ends, boolean last) {
    int[] counts = new int[ends.length];
    for (int i = 0; i < tokens.length; i++) {
      if (places[i] != NONE && (last || tokens[i] == ControlTokens.OWN)) {
        counts[places[i]]++;
      }
    }
    return new NGramTrie.Level(PackedTokens.of(ends, ends.length), counts, new int[0]);
  }

  /**
   * Adds one to the count of a sequence for each sequence that is one token longer and ends with
   * it.
   */
  private void countLeftNeighbours(int[] counts, int[] before, int longer) {
    boolean[] done = new boolean[longer];
    for (int i = 0; i + 1 < tokens.length; i++) {
      if (places[i] != NONE && !done[places[i]]) {
        done[places[i]] = true;
        counts[before[i + 1]]++;
      }
    }
  }

  /** Sets the counts of openings to 0: the beginning of a message is given, never predicted. */
  private static void dropBeginnings(NGramTrie.Level single) {
    int own = single.tokens().find(ControlTokens.OWN, 0, single.size());
    if (own >= 0) {
      single.counts()[own] = 0;
    }
  }
}
