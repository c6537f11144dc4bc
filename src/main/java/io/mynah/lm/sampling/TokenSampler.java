package io.mynah.lm.sampling;

import io.mynah.lm.numeric.Curves;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws a token from the nucleus of a distribution: the smallest set of tokens with at least a
 * given probability (Holtzman et al., 2020), after applying the temperature. For one thread.
 */
final class TokenSampler {
  /** Below this temperature, the likeliest token is always taken. */
  private static final double LEAST_TEMPERATURE = 0.02;

  /** A smaller weight, where the largest is 1, counts as 0. */
  private static final float LEAST_WEIGHT = (float) Math.exp(-18);

  private final double exponent;
  private final double topP;
  private long[] ranked = new long[64];
  private int size;
  private double mass;

  /**
   * @param temperature divides the logits
   * @param topP the nucleus
   */
  TokenSampler(double temperature, double topP) {
    exponent = temperature < LEAST_TEMPERATURE ? Double.POSITIVE_INFINITY : 1 / temperature;
    this.topP = Math.min(1, Math.max(0, topP));
  }

  /** Whether the temperature is so low that the likeliest token is always taken. */
  boolean cold() {
    return exponent == Double.POSITIVE_INFINITY;
  }

  /**
   * Sets the distribution to draw from.
   *
   * @param logs natural logarithms of the weights, one per token, of any sum; −∞ for what cannot
   *     come; changed
   * @return whether there is anything to draw
   */
  boolean set(float[] logs) {
    float largest = Curves.max(logs, 0, logs.length);
    size = 0;
    mass = 0;
    if (!(largest > Float.NEGATIVE_INFINITY)) {
      return false;
    }
    if (cold()) {
      for (int i = 0; i < logs.length; i++) {
        logs[i] = logs[i] == largest ? 1 : 0;
      }
    } else {
      toWeights(logs, largest);
    }
    rank(logs, Curves.sum(logs, 0, logs.length));
    return true;
  }

  private void toWeights(float[] logs, float largest) {
    float by = (float) exponent;
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (logs[i] - largest) * by;
    }
    Curves.exp(logs, 0, logs.length, 0);
    for (int i = 0; i < logs.length; i++) {
      logs[i] = logs[i] < LEAST_WEIGHT ? 0 : logs[i];
    }
  }

  private void rank(float[] weights, double sum) {
    // Together, all weights below this are less than what the nucleus leaves out.
    double floor = (1 - topP) * sum / weights.length;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0 && weights[i] >= floor) {
        add(weights[i], i);
      }
    }
    if (topP < 1) {
      keepLikeliest(topP * sum);
    }
    for (int i = 0; i < size; i++) {
      mass += weight(i);
    }
  }

  /** Keeps the fewest tokens that have this much weight together, at least one. */
  private void keepLikeliest(double enough) {
    Arrays.sort(ranked, 0, size);
    int kept = 0;
    double sum = 0;
    for (int i = size - 1; i >= 0 && (kept == 0 || sum < enough); i--, kept++) {
      sum += weight(i);
    }
    System.arraycopy(ranked, size - kept, ranked, 0, kept);
    size = kept;
  }

  private void add(float weight, int token) {
    if (size == ranked.length) {
      ranked = Arrays.copyOf(ranked, 2 * size);
    }
    ranked[size++] = (long) Float.floatToIntBits(weight) << 32 | token;
  }

  private float weight(int rank) {
    return Float.intBitsToFloat((int) (ranked[rank] >>> 32));
  }

  /** Draws a token; −1 if none is left. */
  int draw(RandomGenerator random) {
    double point = random.nextDouble() * mass;
    for (int i = size - 1; i >= 0; i--) {
      point -= weight(i);
      if (point < 0) {
        return (int) ranked[i];
      }
    }
    return size == 0 ? -1 : (int) ranked[0];
  }

  /** Removes a token. */
  void remove(int token) {
    for (int i = 0; i < size; i++) {
      if ((int) ranked[i] == token) {
        mass -= weight(i);
        System.arraycopy(ranked, i + 1, ranked, i, size - i - 1);
        size--;
        return;
      }
    }
  }
}
