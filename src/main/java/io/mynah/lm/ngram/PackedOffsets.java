package io.mynah.lm.ngram;

/**
 * Places in an array, none before the last one, two bytes each: the lower halves, and where the
 * upper half rises. Immutable and thread-safe.
 */
final class PackedOffsets {
  private static final int HALF = 16;

  private final char[] low;

  /** For each upper half from 1 on, how many numbers have a smaller one. */
  private final int[] rises;

  private PackedOffsets(char[] low, int[] rises) {
    this.low = low;
    this.rises = rises;
  }

  /**
   * Packs numbers; the given array is not kept.
   *
   * @param offsets none negative, none smaller than the one before
   */
  static PackedOffsets of(int[] offsets) {
    char[] low = new char[offsets.length];
    int[] rises = new int[offsets.length == 0 ? 0 : offsets[offsets.length - 1] >>> HALF];
    int high = 0;
    for (int i = 0; i < offsets.length; i++) {
      low[i] = (char) offsets[i];
      for (; high < offsets[i] >>> HALF; high++) {
        rises[high] = i;
      }
    }
    return new PackedOffsets(low, rises);
  }

  int get(int index) {
    int high = 0;
    int end = rises.length;
    while (high < end) {
      int middle = (high + end) >>> 1;
      if (rises[middle] <= index) {
        high = middle + 1;
      } else {
        end = middle;
      }
    }
    return high << HALF | low[index];
  }

  long sizeInBytes() {
    return (long) Character.BYTES * low.length + (long) Integer.BYTES * rises.length;
  }
}
