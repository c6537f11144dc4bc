package io.mynah.lm.mixture;

import io.mynah.lm.VoiceParameters;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fits the exponents of a log-linear mixture, P ∝ ∏ pᵢ^wᵢ (Klakow, Log-linear interpolation of
 * language models, ICSLP 1998). All sets of {@link WeightSetSelector} are fitted together by
 * Newton's method; the likelihood is concave. A prior keeps the exponents of a set near zero where
 * there is little data, and those of the common set near a plain geometric mean. For one thread.
 */
public final class MixtureWeights {
  private static final int ROUNDS = 5;

  private static final double LEAST_CURVATURE = 0.05;

  /** The relative gain of a round below which fitting ends; the next round would gain less. */
  private static final double LEAST_GAIN = 1e-5;

  /** How often a step that went too far is halved. */
  private static final int MOST_HALVINGS = 4;

  /** Largest exponent; a larger one would come from chance in a small sample. */
  static final double LARGEST = 2;

  private final int sets;
  private final int columns;

  /** The weight of the prior, in observations per set. */
  private final double prior;

  /** The mean of the prior for the common set, one per column; for the other sets it is 0. */
  private final double[] center;

  private MixtureWeights(int sets, int columns, VoiceParameters.Mixture parameters) {
    this.sets = sets;
    this.columns = columns;
    prior = parameters.prior();
    center = new double[columns];
    Arrays.fill(center, 0, columns - 1, 1.0 / (columns - 1));
  }

  /**
   * Fits exponents to observations.
   *
   * @param sets how many sets there are; the first is common to all places
   * @param columns the number of parts, plus one for the recency cache
   * @return sets × columns
   */
  public static double[][] fit(
      List<Observation> seen, int sets, int columns, VoiceParameters.Mixture parameters) {
    return new MixtureWeights(sets, columns, parameters).fit(seen);
  }

  /**
   * The cost in bits of all observed tokens.
   *
   * @param weights sets × columns
   */
  static double bits(List<Observation> seen, double[][] weights) {
    double nats = 0;
    double[] exponents = new double[weights[0].length];
    double[] shares = new double[largest(seen)];
    for (Observation each : seen) {
      WeightSetSelector.sum(weights, each.sets(), exponents);
      double sum = each.mix(exponents, shares);
      nats -= Math.log(shares[each.target()] / sum);
    }
    return nats / Math.log(2);
  }

  /**
   * The cost in bits of all observed tokens, each half being judged with exponents fitted on the
   * other half.
   */
  public static double bitsOfUnseen(
      List<Observation> seen, int sets, int columns, VoiceParameters.Mixture parameters) {
    List<Observation> first = seen.subList(0, seen.size() / 2);
    List<Observation> second = seen.subList(seen.size() / 2, seen.size());
    return bits(first, fit(second, sets, columns, parameters))
        + bits(second, fit(first, sets, columns, parameters));
  }

  private static int largest(List<Observation> seen) {
    return seen.stream().mapToInt(Observation::size).max().orElse(0);
  }

  private double[][] fit(List<Observation> seen) {
    double[][] weights = new double[sets][columns];
    weights[0] = center.clone();
    if (seen.isEmpty()) {
      return weights;
    }
    Moments current = new Moments(seen, weights);
    double[] stiffness = current.stiffness();
    for (int round = 0; round < ROUNDS; round++) {
      double[] step = current.step(weights, stiffness);
      double loss = current.nats + penalty(weights, stiffness);
      double[] @Nullable [] better = null;
      double gained = 0;
      double length = 1;
      for (int shorter = 0; shorter < MOST_HALVINGS && better == null; shorter++, length /= 2) {
        double[][] moved = move(weights, step, length);
        Moments moments = new Moments(seen, moved);
        gained = loss - moments.nats - penalty(moved, stiffness);
        if (gained > 0) {
          current = moments;
          better = moved;
        }
      }
      if (better == null) {
        return weights;
      }
      weights = better;
      if (gained < LEAST_GAIN * loss) {
        return weights;
      }
    }
    return weights;
  }

  /**
   * The penalty of the prior, in nats.
   *
   * @param weights sets × columns
   * @param stiffness one per column
   */
  private double penalty(double[][] weights, double[] stiffness) {
    double sum = 0;
    for (int set = 0; set < sets; set++) {
      for (int i = 0; i < columns; i++) {
        double distance = weights[set][i] - center(set, i);
        sum += stiffness[i] * distance * distance / 2;
      }
    }
    return sum;
  }

  private double center(int set, int column) {
    return set == 0 ? center[column] : 0;
  }

  private double[][] move(double[][] weights, double[] step, double length) {
    double[][] moved = new double[sets][columns];
    for (int row = 0; row < step.length; row++) {
      int set = row / columns;
      int i = row % columns;
      double exponent = weights[set][i] + length * step[row];
      moved[set][i] = Math.max(-LARGEST, Math.min(LARGEST, exponent));
    }
    return moved;
  }

  /**
   * Loss, gradient and curvature of the log-likelihood. Exponents are numbered set by set; the
   * curvature is (sets · columns) × (sets · columns).
   */
  private final class Moments {
    private final double[] gradient = new double[sets * columns];
    private final double[][] curvature = new double[sets * columns][sets * columns];
    private final double[] exponents = new double[columns];
    private final double[] means = new double[columns];
    private final double[][] products = new double[columns][columns];
    private final double[] shares;
    private final int count;
    double nats;

    Moments(List<Observation> seen, double[][] weights) {
      shares = new double[largest(seen)];
      count = seen.size();
      for (Observation each : seen) {
        see(each, weights);
      }
    }

    private void see(Observation at, double[][] weights) {
      WeightSetSelector.sum(weights, at.sets(), exponents);
      double sum = at.mix(exponents, shares);
      nats -= Math.log(shares[at.target()] / sum);
      average(at, sum);
      for (int set : at.sets()) {
        for (int i = 0; i < columns; i++) {
          gradient[set * columns + i] += at.columns()[i][at.target()] - means[i];
          for (int other : at.sets()) {
            for (int j = 0; j < columns; j++) {
              curvature[set * columns + i][other * columns + j] +=
                  products[i][j] - means[i] * means[j];
            }
          }
        }
      }
    }

    private void average(Observation at, double sum) {
      Arrays.fill(means, 0);
      for (double[] row : products) {
        Arrays.fill(row, 0);
      }
      for (int k = 0; k < at.size(); k++) {
        double p = shares[k] / sum;
        if (p > 1e-6) {
          for (int i = 0; i < columns; i++) {
            double part = p * at.columns()[i][k];
            means[i] += part;
            for (int j = 0; j < columns; j++) {
              products[i][j] += part * at.columns()[j][k];
            }
          }
        }
      }
    }

    /**
     * The precision of the prior, one per column, in proportion to the mean curvature of the
     * observations.
     */
    double[] stiffness() {
      double[] stiffness = new double[columns];
      for (int i = 0; i < columns; i++) {
        stiffness[i] = prior * (curvature[i][i] / count + LEAST_CURVATURE);
      }
      return stiffness;
    }

    /** The Newton step, one value per exponent; to be called once. */
    double[] step(double[][] weights, double[] stiffness) {
      for (int row = 0; row < gradient.length; row++) {
        int set = row / columns;
        int i = row % columns;
        curvature[row][row] += stiffness[i];
        gradient[row] -= stiffness[i] * (weights[set][i] - center(set, i));
      }
      return Cholesky.solve(curvature, gradient);
    }
  }
}
