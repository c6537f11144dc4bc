package io.mynah.lm.dl4j.layers;

import io.mynah.lm.numeric.Hashes;

/**
 * A dropout mask that stays the same over the steps of a window (Gal and Ghahramani, 2016), made by
 * hashing the seed, the step of training and the place: nothing to store, and the same again after
 * a restart. Kept values are scaled up so that their mean stays. Thread-safe.
 */
public final class LockedDropout {
  private LockedDropout() {}

  /** Fills the mask with 0 or 1 / (1 − rate). */
  public static void fill(float[] mask, double rate, long seed, int step) {
    int salt = Hashes.mix(seed + step * 0x9E3779B97F4A7C15L);
    int threshold = (int) (rate * (1 << 24));
    float kept = (float) (1 / (1 - rate));
    for (int i = 0; i < mask.length; i++) {
      mask[i] = Hashes.mix(salt + i * 0x9E3779B9) >>> 8 >= threshold ? kept : 0f;
    }
  }

  /** values ← values × mask. */
  static void apply(float[] mask, float[] values, float[] to) {
    for (int i = 0; i < mask.length; i++) {
      to[i] = values[i] * mask[i];
    }
  }
}
