package io.mynah.lm.ngram;

import io.mynah.text.ControlTokens;
import java.util.Arrays;

/**
 * Counts the n-grams of messages, level by level. The key of a sequence is made of the number of
 * its prefix in the level before and its last token, so sorting longs puts the sequences of a level
 * in order, for any order of the model.
 */
final class NGramCounter {
  private static final int NONE = -1;

  /** Bits of a token in a key. */
  private static final int TOKEN_BITS = 24;

  private final int[] tokens;

  /**
   * For each position in the messages, the number of the sequence of the last level that begins
   * there, or NONE.
   */
  private int[] places;

  private NGramCounter(int[] tokens) {
    this.tokens = tokens;
    places = new int[tokens.length];
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

  private NGramTrie count(int order) {
    NGramTrie.Level[] levels = new NGramTrie.Level[order + 1];
    levels[0] = NGramTrie.Level.first(new int[0]);
    for (int k = 1; k <= order; k++) {
      int[] before = places;
      long[] keys = keys(k);
      levels[k - 1] =
          new NGramTrie.Level(
              levels[k - 1].tokens(), levels[k - 1].counts(), children(keys, levels[k - 1].size()));
      places = find(keys, levels[k - 1].children(), k);
      levels[k] = level(keys, k == order);
      if (k > 1) {
        countLeftNeighbours(levels[k - 1].counts(), before, keys.length);
      }
    }
    dropBeginnings(levels[1]);
    return new NGramTrie(levels);
  }

  /** The distinct sequences of a level, sorted; no sequence crosses the end of a message. */
  private long[] keys(int k) {
    long[] keys = new long[tokens.length];
    int count = 0;
    for (int i = 0; i + k <= tokens.length; i++) {
      if (within(i, k)) {
        keys[count++] = key(i, k);
      }
    }
    Arrays.sort(keys, 0, count);
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || keys[i] != keys[i - 1]) {
        keys[distinct++] = keys[i];
      }
    }
    return Arrays.copyOf(keys, distinct);
  }

  private boolean within(int i, int k) {
    return places[i] != NONE && (k == 1 || tokens[i + k - 1] != ControlTokens.OWN);
  }

  private long key(int i, int k) {
    return (long) places[i] << TOKEN_BITS | tokens[i + k - 1];
  }

  private int[] find(long[] keys, int[] children, int k) {
    int[] found = new int[tokens.length];
    Arrays.fill(found, NONE);
    for (int i = 0; i + k <= tokens.length; i++) {
      if (within(i, k)) {
        int parent = places[i];
        found[i] = Arrays.binarySearch(keys, children[parent], children[parent + 1], key(i, k));
      }
    }
    return found;
  }

  private static int[] children(long[] keys, int parents) {
    int[] children = new int[parents + 1];
    for (long key : keys) {
      children[(int) (key >>> TOKEN_BITS) + 1]++;
    }
    for (int i = 0; i < parents; i++) {
      children[i + 1] += children[i];
    }
    return children;
  }

  /**
   * Counts occurrences: of all sequences in the last level, else only of those that begin a
   * message.
   */
  private NGramTrie.Level level(long[] keys, boolean last) {
    int[] ends = new int[keys.length];
    int[] counts = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      ends[i] = (int) keys[i] & (1 << TOKEN_BITS) - 1;
    }
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
