package io.mynah.lm.mixture;

import io.mynah.text.ControlTokens;
import java.util.Arrays;

/** The arithmetic of log-linear mixtures. */
public final class LogLinear {
  /** ln P below this counts as this: what one part thinks impossible another may know better. */
  public static final float LEAST = -20f;

  private LogLinear() {}

  /**
   * The weighted sum of logarithms, not normalized. The tokens that are given, never predicted,
   * cannot come.
   *
   * @param logs for each part, ln P of every token
   * @param exponents one a part
   * @param out for every token
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
   * The exponentials, in proportion.
   *
   * @param logs not −∞ all of them
   * @param out for each, its part of the sum that is returned
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

  /** The sum of what a part says of each token, by its share. */
  static double expected(float[] shares, float[] part) {
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      sum += shares[i] * Math.max(LEAST, part[i]);
    }
    return sum;
  }

  static float largest(float[] logs) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float log : logs) {
      largest = Math.max(largest, log);
    }
    return largest;
  }
}
