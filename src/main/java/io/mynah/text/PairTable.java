package io.mynah.text;

import java.util.Arrays;

/** A map from pairs of tokens to ints, by open addressing. Missing pairs are {@link #NONE}. */
final class PairTable {
  static final int NONE = -1;
  private static final long FREE = -1L;

  private long[] keys;
  private int[] values;
  private int size;

  PairTable(int expected) {
    int capacity = Integer.highestOneBit(Math.max(16, expected) * 2 - 1) * 2;
    keys = new long[capacity];
    values = new int[capacity];
    Arrays.fill(keys, FREE);
  }

  static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  int get(long pair) {
    int slot = slot(keys, pair);
    return keys[slot] == pair ? values[slot] : NONE;
  }

  void put(long pair, int value) {
    int slot = slot(keys, pair);
    if (keys[slot] != pair) {
      if (2 * ++size > keys.length) {
        grow();
        slot = slot(keys, pair);
      }
      keys[slot] = pair;
    }
    values[slot] = value;
  }

  private void grow() {
    long[] wider = new long[keys.length * 2];
    int[] moved = new int[wider.length];
    Arrays.fill(wider, FREE);
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != FREE) {
        int slot = slot(wider, keys[i]);
        wider[slot] = keys[i];
        moved[slot] = values[i];
      }
    }
    keys = wider;
    values = moved;
  }

  private static int slot(long[] keys, long pair) {
    long hash = pair * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash ^ hash >>> 32) & keys.length - 1;
    while (keys[slot] != FREE && keys[slot] != pair) {
      slot = slot + 1 & keys.length - 1;
    }
    return slot;
  }
}
