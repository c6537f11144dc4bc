package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.Hashes;

/**
 * Locked dropout (Gal and Ghahramani, 2016): a row of text lacks the same features at all its
 * places. What is dropped follows from seed, step and row alone, so that the gradient sees the
 * same. For one thread.
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
   * @param rate share of features that is dropped; 0 for none
   * @param length tokens of a row
   */
  Dropout(double rate, long seed, int length) {
    this.rate = rate;
    this.seed = seed;
    this.length = length;
  }

  /** Nothing dropped. */
  static Dropout none(int length) {
    return new Dropout(0, 0, length);
  }

  /**
   * Says what goes through next.
   *
   * @param row the first row's place in the batch
   */
  void begin(int step, int row) {
    firstRow = row;
    key = seed * 31 + step;
  }

  /**
   * Multiplies with 0 or 1 / (1 − rate).
   *
   * @param values [count, width]
   * @param from the place of the first token among those that go through
   * @param salt another for each part of the network
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
