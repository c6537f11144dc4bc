package io.mynah.lm.mixture;

import java.util.Arrays;

/**
 * Distributions over all tokens at many places, stored as logarithms in thousandths of a nat. This
 * is exact enough for fitting and takes half the memory. For one thread.
 */
public final class PackedLogs {
  private static final float UNIT = 1000;

  private short[][] places = {};
  private int size;

  /**
   * Adds a place.
   *
   * @param logs ln P of every token, one per token; values below {@link LogLinear#LEAST} are raised
   *     to it
   */
  void add(float[] logs) {
    short[] packed = new short[logs.length];
    for (int v = 0; v < logs.length; v++) {
      packed[v] = (short) Math.round(UNIT * Math.max(LogLinear.LEAST, logs[v]));
    }
    if (size == places.length) {
      places = Arrays.copyOf(places, Math.max(64, 2 * size));
    }
    places[size++] = packed;
  }

  /**
   * Writes ln P of every token at a place.
   *
   * @param out one per token
   */
  void read(int place, float[] out) {
    short[] packed = places[place];
    for (int v = 0; v < packed.length; v++) {
      out[v] = packed[v] / UNIT;
    }
  }
}
