package io.mynah.lm.mixture;

import io.mynah.text.ControlTokens;
import java.util.Arrays;

/**
 * What the parts predicted at one place and which token came, for fitting exponents. Kept are the
 * tokens that any part finds likely, and evenly spaced ones of the many others, each of which
 * represents those around it. So sums over the vocabulary are estimates, at a small part of the
 * cost.
 *
 * @param columns (parts + 1) × kept tokens: for each part ln P, and last the values of the recency
 *     cache
 * @param standsFor one per kept token: the logarithm of how many tokens it represents
 * @param target index of the kept token that came
 * @param end index of the kept token that ends the message, or −1 if it was not kept
 * @param sets the numbers of the sets of exponents that apply here, see {@link WeightSetSelector}
 */
@SuppressWarnings("ArrayRecordComponent") // plain data holder for arrays, never compared
public record Observation(float[][] columns, float[] standsFor, int target, int end, int[] sets) {
  /** ln of the probability from which a token is always kept. */
  private static final float LIKELY = (float) Math.log(1e-3);

  private static final int EVERY = 32;

  /**
   * Makes the observation of a place.
   *
   * @param columns (parts + 1) × vocabulary: for each part ln P of every token, and last the values
   *     of the recency cache
   * @param place its number, so that other unlikely tokens are kept at each place
   * @param came the token that came
   * @param sets the numbers of the sets of exponents that apply here
   */
  static Observation of(float[][] columns, int place, int came, int[] sets) {
    int vocabulary = columns[0].length;
    int[] kept = new int[vocabulary];
    float[] standsFor = new float[vocabulary];
    int count = 0;
    int target = 0;
    int unlikely = place;
    int end = -1;
    for (int token = 0; token < vocabulary; token++) {
      if (ControlTokens.is(token) && token != ControlTokens.END) {
        continue;
      }
      boolean likely = token == came || isLikely(columns, token);
      if (likely || unlikely++ % EVERY == 0) {
        target = token == came ? count : target;
        standsFor[count] = likely ? 0 : (float) Math.log(EVERY);
        end = token == ControlTokens.END ? count : end;
        kept[count++] = token;
      }
    }
    float[][] keptColumns = new float[columns.length][count];
    for (int i = 0; i < columns.length; i++) {
      for (int k = 0; k < count; k++) {
        keptColumns[i][k] = Math.max(LogLinear.LEAST, columns[i][kept[k]]);
      }
    }
    return new Observation(keptColumns, Arrays.copyOf(standsFor, count), target, end, sets);
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
   * Mixes the columns.
   *
   * @param exponents one per column
   * @param shares filled, one per kept token; in proportion to the probability of all tokens that
   *     it represents
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

  /**
   * The probability of the message's end; 0 if it was not kept.
   *
   * @param exponents one per column
   */
  public double probabilityOfEnd(double[] exponents) {
    double[] shares = new double[size()];
    double sum = mix(exponents, shares);
    return end < 0 || standsFor[end] > 0 ? 0 : shares[end] / sum;
  }

  int size() {
    return standsFor.length;
  }
}
