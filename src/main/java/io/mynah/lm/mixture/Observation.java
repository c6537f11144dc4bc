package io.mynah.lm.mixture;

import io.mynah.text.ControlTokens;
import java.util.Arrays;

/**
 * What came at one place and what was said of it, for fitting exponents: the tokens that any part
 * holds likely, and of the many others every so-manieth, standing for those between. So sums over
 * the vocabulary are estimates, at a small part of their cost.
 *
 * @param columns for each part, then the recency cache, one a kept token
 * @param standsFor of how many tokens each kept one stands for, the logarithm
 * @param target which of the kept tokens came
 * @param end which of them is the end of the message, or −1 where that was not kept
 * @param sets which sets of exponents hold here, see {@link WeightSets}
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of arrays, never compared
public record Observation(float[][] columns, float[] standsFor, int target, int end, int[] sets) {
  /** ln of the probability from which on a token is kept in any case. */
  private static final float LIKELY = (float) Math.log(1e-3);

  private static final int EVERY = 32;

  /**
   * Looks at a place.
   *
   * @param columns for each part ln P of every token, and last what the recency cache says
   * @param place its number; so that not the same unlikely tokens are kept everywhere
   */
  static Observation of(float[][] columns, int place, int came, int[] sets) {
    int vocabulary = columns[0].length;
    int[] kept = new int[vocabulary];
    float[] standsFor = new float[vocabulary];
    int count = 0;
    int target = 0;
    int passed = place;
    int end = -1;
    for (int token = 0; token < vocabulary; token++) {
      if (ControlTokens.is(token) && token != ControlTokens.END) {
        continue;
      }
      boolean likely = token == came || isLikely(columns, token);
      if (likely || passed++ % EVERY == 0) {
        target = token == came ? count : target;
        standsFor[count] = likely ? 0 : (float) Math.log(EVERY);
        end = token == ControlTokens.END ? count : end;
        kept[count++] = token;
      }
    }
    float[][] said = new float[columns.length][count];
    for (int i = 0; i < columns.length; i++) {
      for (int k = 0; k < count; k++) {
        said[i][k] = Math.max(LogLinear.LEAST, columns[i][kept[k]]);
      }
    }
    return new Observation(said, Arrays.copyOf(standsFor, count), target, end, sets);
  }

  private static boolean isLikely(float[][] columns, int token) {
    for (int i = 0; i < columns.length - 1; i++) {
      if (columns[i][token] > LIKELY) {
        return true;
      }
    }
    return columns[columns.length - 1][token] > 0;
  }

  /**
   * Mixes.
   *
   * @param exponents one a column
   * @param shares room for as many tokens as were kept; in proportion to their probabilities, those
   *     included that they stand for
   * @return the sum of the shares
   */
  double mix(double[] exponents, double[] shares) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < standsFor.length; k++) {
      double log = standsFor[k];
      for (int i = 0; i < exponents.length; i++) {
        log += exponents[i] * columns[i][k];
      }
      shares[k] = log;
      largest = Math.max(largest, log);
    }
    double sum = 0;
    for (int k = 0; k < standsFor.length; k++) {
      shares[k] = Math.exp(shares[k] - largest);
      sum += shares[k];
    }
    return sum;
  }

  /** The probability of the message's end; 0 where it was not kept. */
  public double probabilityOfEnd(double[] exponents) {
    double[] shares = new double[size()];
    double sum = mix(exponents, shares);
    return end < 0 || standsFor[end] > 0 ? 0 : shares[end] / sum;
  }

  int size() {
    return standsFor.length;
  }
}
