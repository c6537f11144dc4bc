package io.mynah.text;

import java.util.Arrays;

/**
 * Joins pairs of neighbouring tokens in a word: always the pair with the lowest rank, and of
 * several such pairs the first. Candidates are in a binary heap and neighbours are linked, so a
 * word of n tokens takes time O(n·log n). Used by one thread at a time.
 */
final class PairJoiner {
  private static final int NONE = -1;

  private final PairTable ranks;
  private final int[] merged;

  /** The previous place of each place that is not joined to another. */
  private int[] before = {};

  private int[] after = {};

  /** Rank and place of a pair in one number, so that the smallest comes first. */
  private long[] heap = new long[64];

  private int size;

  /**
   * @param ranks the ranks of pairs
   * @param merged for each rank, the token that its pair becomes
   */
  PairJoiner(PairTable ranks, int[] merged) {
    this.ranks = ranks;
    this.merged = merged;
  }

  /**
   * Joins a word in place.
   *
   * @param tokens an array with the word's tokens from {@code from} on
   * @return how many tokens are left, from {@code from} on
   */
  int join(int[] tokens, int from, int length) {
    link(length);
    for (int i = 0; i + 1 < length; i++) {
      offer(tokens, from, i);
    }
    while (size > 0) {
      long least = poll();
      int rank = (int) (least >>> 32);
      int place = (int) least;
      // If the place was joined since then, it has another pair now, or none.
      if (rank(tokens, from, place) == rank) {
        int second = after[place];
        tokens[from + place] = merged[rank];
        after[place] = after[second];
        if (after[second] != NONE) {
          before[after[second]] = place;
        }
        after[second] = NONE;
        before[second] = NONE;
        offer(tokens, from, place);
        if (before[place] != NONE) {
          offer(tokens, from, before[place]);
        }
      }
    }
    int kept = 0;
    for (int i = length > 0 ? 0 : NONE; i != NONE; i = after[i]) {
      tokens[from + kept++] = tokens[from + i];
    }
    return kept;
  }

  private void link(int length) {
    if (after.length < length) {
      after = new int[2 * length];
      before = new int[2 * length];
    }
    for (int i = 0; i < length; i++) {
      before[i] = i - 1;
      after[i] = i + 1 < length ? i + 1 : NONE;
    }
  }

  /** The rank of the pair at a place, or none. */
  private int rank(int[] tokens, int from, int place) {
    int second = after[place];
    return second == NONE
        ? NONE
        : ranks.get(PairTable.pair(tokens[from + place], tokens[from + second]));
  }

  private void offer(int[] tokens, int from, int place) {
    int rank = rank(tokens, from, place);
    if (rank >= 0) {
      add((long) rank << 32 | place);
    }
  }

  private void add(long value) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    int at = size++;
    while (at > 0 && heap[(at - 1) / 2] > value) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = value;
  }

  private long poll() {
    long least = heap[0];
    long last = heap[--size];
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= last) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
    return least;
  }
}
