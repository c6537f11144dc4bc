package io.mynah.lm.ngram;

import java.util.Arrays;

/** Tokens in 16 bits each, or in 24 if one needs more. Immutable and thread-safe. */
final class PackedTokens {
  private final char[] low;

  /** The bits from the 17th on; empty if all are 0. */
  private final byte[] high;

  private PackedTokens(char[] low, byte[] high) {
    this.low = low;
    this.high = high;
  }

  /** Packs the first tokens of an array, each below 2^24. */
  static PackedTokens of(int[] tokens, int count) {
    char[] low = new char[count];
    byte[] high = new byte[Arrays.stream(tokens, 0, count).anyMatch(t -> t > 0xFFFF) ? count : 0];
    for (int i = 0; i < count; i++) {
      low[i] = (char) tokens[i];
      if (high.length > 0) {
        high[i] = (byte) (tokens[i] >>> 16);
      }
    }
    return new PackedTokens(low, high);
  }

  int size() {
    return low.length;
  }

  int get(int index) {
    return high.length == 0 ? low[index] : low[index] | (high[index] & 0xFF) << 16;
  }

  /**
   * The index of a token, or −1.
   *
   * @param from the first index; from there on, tokens ascend
   * @param to the index after the last
   */
  int find(int token, int from, int to) {
    int least = from;
    int most = to - 1;
    while (least <= most) {
      int middle = (least + most) >>> 1;
      int found = get(middle);
      if (found == token) {
        return middle;
      }
      if (found < token) {
        least = middle + 1;
      } else {
        most = middle - 1;
      }
    }
    return -1;
  }

  long sizeInBytes() {
    return 2L * low.length + high.length;
  }
}
