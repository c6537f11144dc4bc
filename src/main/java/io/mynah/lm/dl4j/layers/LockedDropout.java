package io.mynah.lm.dl4j.layers;

import io.mynah.lm.numeric.Hashes;

/**
 * Makes dropout masks that stay the same over the steps of a window (Gal and Ghahramani, 2016). A
 * mask is a hash of the seed, the training step and the position, so nothing has to be stored, and
 * it is the same after a restart. Kept values are scaled up so that their mean stays. Thread-safe.
 */
public final class LockedDropout {
  private LockedDropout() {}

  /**
   * Fills the mask with 0 or 1 / (1 − rate).
   *
   * @param mask of any length
   */
  public static void fill(float[] mask, double rate, long seed, int step) {
    int salt = Hashes.mix(seed + step * 0x9E3779B97F4A7C15L);
    int threshold = (int) (rate * (1 << 24));
    float kept = (float) (1 / (1 - rate));
    for (int i = 0; i < mask.length; i++) {
      mask[i] = Hashes.mix(salt + i * 0x9E3779B9) >>> 8 >= threshold ? kept : 0f;
    }
  }

  /**
   * to ← mask × values.
   *
   * @param mask as long as {@code values}
   * @param to as long as {@code values}; may be the same array
   */
  static void apply(float[] mask, float[] values, float[] to) {
    for (int i = 0; i < mask.length; i++) {
      to[i] = values[i] * mask[i];
    }
  }
}
