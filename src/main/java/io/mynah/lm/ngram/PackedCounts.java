package io.mynah.lm.ngram;

import java.util.Arrays;

/**
 * Stores counts that are mostly small, one byte each; the few that do not fit are stored separately
 * by index. Immutable and thread-safe.
 */
final class PackedCounts {
  private static final int LARGE = 0xff;

  private final byte[] small;
  private final int[] places;
  private final int[] large;

  private PackedCounts(byte[] small, int[] places, int[] large) {
    this.small = small;
    this.places = places;
    this.large = large;
  }

  /** Packs counts, none negative; the given array is not kept. */
  static PackedCounts of(int[] counts) {
    byte[] small = new byte[counts.length];
    int[] places = new int[(int) Arrays.stream(counts).filter(each -> each >= LARGE).count()];
    int[] large = new int[places.length];
    int apart = 0;
    for (int i = 0; i < counts.length; i++) {
      small[i] = (byte) Math.min(counts[i], LARGE);
      if (counts[i] >= LARGE) {
        places[apart] = i;
        large[apart++] = counts[i];
      }
    }
    return new PackedCounts(small, places, large);
  }

  int get(int place) {
    int count = small[place] & LARGE;
    return count < LARGE ? count : large[Arrays.binarySearch(places, place)];
  }

  int size() {
    return small.length;
  }

  long sizeInBytes() {
    return small.length + 8L * large.length;
  }
}
