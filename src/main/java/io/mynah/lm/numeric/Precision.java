package io.mynah.lm.numeric;

/**
 * How exact the factors of products are. Sums, weights, gradients and everything else are single
 * precision always. Thread-safe.
 */
public enum Precision {
  /** 24 bits of fraction, by OpenBLAS. */
  SINGLE {
    @Override
    public Products open() {
      return new SingleProducts();
    }
  },

  /**
   * The 8 bits of fraction of bfloat16, by oneDNN, on processors that have instructions for it:
   * several times as fast, and as good for learning (Kalamkar et al., A study of bfloat16 for deep
   * learning training, 2019).
   */
  BFLOAT16 {
    @Override
    public Products open() {
      return new Bfloat16Products();
    }
  };

  /** Products whose memory is the caller's to close. */
  public abstract Products open();

  /** The fastest that this machine has. */
  public static Precision fastest() {
    return OneDnn.hasBfloat16() ? BFLOAT16 : SINGLE;
  }
}
