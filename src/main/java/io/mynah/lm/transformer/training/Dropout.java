package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.Hashes;

/**
 * Locked dropout (Gal and Ghahramani, 2016): all places of a row of text lack the same features.
 * What is dropped depends only on seed, step and row, so the backward pass drops the same. For one
 * thread.
 */
final class Dropout {
  private final double rate;
  private final long seed;
  private final int length;
  private int firstRow;
  private long key;
  private float[] mask = {};
  private int maskRow = -1;
  private int maskSalt;
  private long maskKey;

  /**
   * @param rate share of features that are dropped; 0 for none
   * @param length tokens of a row
   */
  Dropout(double rate, long seed, int length) {
    this.rate = rate;
    this.seed = seed;
    this.length = length;
  }

  /** A dropout that drops nothing. */
  static Dropout none(int length) {
    return new Dropout(0, 0, length);
  }

  /**
   * Sets the step and the rows that are processed next.
   *
   * @param row index of the first row in the batch
   */
  void begin(int step, int row) {
    firstRow = row;
    key = seed * 31 + step;
  }

  /**
   * Multiplies each value with 0 or 1 / (1 − rate).
   *
   * @param values [count, width]
   * @param from index of the first token among those processed
   * @param salt a different number for each part of the network
   */
  void apply(float[] values, int width, int from, int count, int salt) {
    if (rate == 0) {
      return;
    }
    for (int i = 0; i < count; i++) {
      prepare(firstRow + (from + i) / length, width, salt);
      int at = i * width;
      for (int j = 0; j < width; j++) {
        values[at + j] *= mask[j];
      }
    }
  }

  private void prepare(int row, int width, int salt) {
    if (mask.length == width && maskRow == row && maskSalt == salt && maskKey == key) {
      return;
    }
    if (mask.length != width) {
      mask = new float[width];
    }
    maskRow = row;
    maskSalt = salt;
    maskKey = key;
    int start = Hashes.mix(Hashes.mix(Hashes.mix(key) + row) + salt);
    int dropped = (int) (Integer.MIN_VALUE + rate * 0x1p32);
    float kept = (float) (1 / (1 - rate));
    for (int j = 0; j < width; j++) {
      mask[j] = Hashes.mix(start + j) < dropped ? 0 : kept;
    }
  }
}
