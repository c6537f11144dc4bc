package io.mynah.lm.mixture;

import io.mynah.lm.numeric.Curves;
import io.mynah.text.ControlTokens;
import java.util.Arrays;

/** Computes log-linear mixtures of distributions. */
public final class LogLinear {
  /**
   * Smallest ln P; lower values are raised to it, because one part may know better than another
   * what is possible.
   */
  public static final float LEAST = -20f;

  private static final int[] GIVEN = {ControlTokens.OWN, ControlTokens.OTHER, ControlTokens.GAP};

  /** Numbers that are processed at a time, while they are in the fastest cache. */
  private static final int BLOCK = 1024;

  private LogLinear() {}

  /**
   * Computes the weighted sum of logarithms, not normalized. Tokens that are given and never
   * predicted get −∞.
   *
   * @param logs parts × vocabulary, ln P of every token, at least {@link #LEAST}
   * @param exponents one per part
   * @param out one per token
   */
  static void mix(float[][] logs, double[] exponents, float[] out) {
    Arrays.fill(out, 0f);
    for (int i = 0; i < logs.length; i++) {
      float by = (float) exponents[i];
      float[] part = logs[i];
      for (int v = 0; v < out.length; v++) {
        out[v] += by * part[v];
      }
    }
    for (int given : GIVEN) {
      out[given] = Float.NEGATIVE_INFINITY;
    }
  }

  /**
   * Computes exponentials up to a common factor.
   *
   * @param logs one per token, −∞ for tokens that are given and never predicted
   * @param largest of the logarithms
   * @param out one per token, its share of the returned sum
   * @return the sum of {@code out}
   */
  static double exponentials(float[] logs, float largest, float[] out) {
    System.arraycopy(logs, 0, out, 0, logs.length);
    double sum = 0;
    for (int from = 0; from < logs.length; from += BLOCK) {
      int to = Math.min(logs.length, from + BLOCK);
      Curves.exp(out, from, to, largest);
      sum += Curves.sum(out, from, to);
    }
    for (int given : GIVEN) {
      out[given] = 0;
    }
    return sum;
  }

  /** Raises logarithms to the least one. */
  static void raise(float[] logs) {
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.max(LEAST, logs[i]);
    }
  }
}
