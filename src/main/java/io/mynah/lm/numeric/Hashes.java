package io.mynah.lm.numeric;

/** Hashes integers to numbers that look random but depend only on the arguments. Thread-safe. */
public final class Hashes {
  private Hashes() {}

  /** The finaliser of MurmurHash3 (Appleby). */
  public static int mix(int value) {
    int x = value;
    x ^= x >>> 16;
    x *= 0x85ebca6b;
    x ^= x >>> 13;
    x *= 0xc2b2ae35;
    return x ^ (x >>> 16);
  }

  public static int mix(long value) {
    return mix((int) value ^ mix((int) (value >>> 32) ^ 0x5bd1e995));
  }
}
