package io.mynah.lm.numeric;

/**
 * The precision of the factors of matrix products. Sums, weights, gradients and everything else are
 * always single precision. Thread-safe.
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
   * The 8 bits of fraction of bfloat16, by oneDNN, on processors with instructions for it: several
   * times as fast, and as good for learning (Kalamkar et al., A study of bfloat16 for deep learning
   * training, 2019).
   */
  BFLOAT16 {
    @Override
    public Products open() {
      return new Bfloat16Products();
    }
  };

  /** Makes products of this precision; the caller has to close them. */
  public abstract Products open();

  /** The fastest precision of this machine. */
  public static Precision fastest() {
    return OneDnn.hasBfloat16() ? BFLOAT16 : SINGLE;
  }
}
