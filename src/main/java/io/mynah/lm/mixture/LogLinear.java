package io.mynah.lm.mixture;

import io.mynah.text.ControlTokens;
import java.util.Arrays;

/** Computes log-linear mixtures of distributions. */
public final class LogLinear {
  /**
   * Smallest ln P; lower values are raised to it, because one part may know better than another
   * what is possible.
   */
  public static final float LEAST = -20f;

  private LogLinear() {}

  /**
   * Computes the weighted sum of logarithms, not normalized. Tokens that are given and never
   * predicted get −∞.
   *
   * @param logs parts × vocabulary, ln P of every token
   * @param exponents one per part
   * @param out one per token
   */
  static void mix(float[][] logs, double[] exponents, float[] out) {
    Arrays.fill(out, 0f);
    for (int i = 0; i < logs.length; i++) {
      float by = (float) exponents[i];
      float[] part = logs[i];
      for (int v = 0; v < out.length; v++) {
        out[v] += by * Math.max(LEAST, part[v]);
      }
    }
    for (int given : new int[] {ControlTokens.OWN, ControlTokens.OTHER, ControlTokens.GAP}) {
      out[given] = Float.NEGATIVE_INFINITY;
    }
  }

  /**
   * Computes exponentials up to a common factor.
   *
   * @param logs not all −∞
   * @param out one per logarithm, its share of the returned sum
   * @return the sum of {@code out}
   */
  static double exponentials(float[] logs, float[] out) {
    float largest = largest(logs);
    double sum = 0;
    for (int i = 0; i < logs.length; i++) {
      out[i] = (float) Math.exp(logs[i] - largest);
      sum += out[i];
    }
    return sum;
  }

  /**
   * The sum of a part's values, weighted by the shares.
   *
   * @param shares one per token
   * @param part one per token
   */
  static double expected(float[] shares, float[] part) {
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      sum += shares[i] * Math.max(LEAST, part[i]);
    }
    return sum;
  }

  /** The largest of some logarithms, one per token. */
  static float largest(float[] logs) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float log : logs) {
      largest = Math.max(largest, log);
    }
    return largest;
  }
}
