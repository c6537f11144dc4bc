package io.mynah.lm.mixture;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Learns the exponents of a log-linear mixture, P ∝ ∏ pᵢ^wᵢ (Klakow, Log-linear interpolation of
 * language models, ICSLP 1998), all sets of {@link WeightSets} together, by Newton's method, the
 * likelihood being concave. The exponents of a set are held near zero where there is little to see,
 * those of all places near a plain geometric mean. For one thread.
 */
public final class MixtureWeights {
  private static final int ROUNDS = 5;

  /** As many observations of no difference are added to those of each set. */
  private static final double PRIOR = 6;

  private static final double LEAST_CURVATURE = 0.05;

  /** The part of the loss that a round gains at least; the next one would gain the less. */
  private static final double WORTH_A_ROUND = 1e-5;

  /** How often a step that led too far is halved. */
  private static final int SHORTENED = 4;

  /** Larger exponents would be a fluke of a small sample. */
  static final double LARGEST = 2;

  private final int sets;
  private final int columns;

  /** Of the common set; of the others it is 0. */
  private final double[] center;

  private MixtureWeights(int sets, int columns) {
    this.sets = sets;
    this.columns = columns;
    center = new double[columns];
    Arrays.fill(center, 0, columns - 1, 1.0 / (columns - 1));
  }

  /**
   * Fits exponents.
   *
   * @param sets how many there are; the first holds everywhere
   * @param columns the parts and the recency cache
   * @return for each set, one a column
   */
  public static double[][] fit(List<Observation> seen, int sets, int columns) {
    return new MixtureWeights(sets, columns).fit(seen);
  }

  /** Bits of all observed tokens. */
  static double bits(List<Observation> seen, double[][] weights) {
    double nats = 0;
    double[] exponents = new double[weights[0].length];
    double[] shares = new double[largest(seen)];
    for (Observation each : seen) {
      WeightSets.sum(weights, each.sets(), exponents);
      double sum = each.mix(exponents, shares);
      nats -= Math.log(shares[each.target()] / sum);
    }
    return nats / Math.log(2);
  }

  /**
   * Bits of all observed tokens where those of one half are judged by exponents that were fitted on
   * the other.
   */
  public static double bitsOfUnseen(List<Observation> seen, int sets, int columns) {
    List<Observation> first = seen.subList(0, seen.size() / 2);
    List<Observation> second = seen.subList(seen.size() / 2, seen.size());
    return bits(first, fit(second, sets, columns)) + bits(second, fit(first, sets, columns));
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
    Moments here = new Moments(seen, weights);
    double[] stiffness = here.stiffness();
    for (int round = 0; round < ROUNDS; round++) {
      double[] step = here.step(weights, stiffness);
      double loss = here.nats + penalty(weights, stiffness);
      double[] @Nullable [] better = null;
      double gained = 0;
      double length = 1;
      for (int shorter = 0; shorter < SHORTENED && better == null; shorter++, length /= 2) {
        double[][] there = moved(weights, step, length);
        Moments moments = new Moments(seen, there);
        gained = loss - moments.nats - penalty(there, stiffness);
        if (gained > 0) {
          here = moments;
          better = there;
        }
      }
      if (better == null) {
        return weights;
      }
      weights = better;
      if (gained < WORTH_A_ROUND * loss) {
        return weights;
      }
    }
    return weights;
  }

  /** What the prior takes from the likelihood, in nats. */
  private double penalty(double[][] weights, double[] stiffness) {
    double sum = 0;
    for (int set = 0; set < sets; set++) {
      for (int i = 0; i < columns; i++) {
        double off = weights[set][i] - center(set, i);
        sum += stiffness[i] * off * off / 2;
      }
    }
    return sum;
  }

  private double center(int set, int column) {
    return set == 0 ? center[column] : 0;
  }

  private double[][] moved(double[][] weights, double[] step, double length) {
    double[][] there = new double[sets][columns];
    for (int row = 0; row < step.length; row++) {
      int set = row / columns;
      int i = row % columns;
      double moved = weights[set][i] + length * step[row];
      there[set][i] = Math.max(-LARGEST, Math.min(LARGEST, moved));
    }
    return there;
  }

  /** Gradient and curvature of the log-likelihood; a set's exponents stand together. */
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
      WeightSets.sum(weights, at.sets(), exponents);
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

    /** Of the prior, for each column: in proportion to the mean curvature of what was seen. */
    double[] stiffness() {
      double[] stiffness = new double[columns];
      for (int i = 0; i < columns; i++) {
        stiffness[i] = PRIOR * (curvature[i][i] / count + LEAST_CURVATURE);
      }
      return stiffness;
    }

    /** The way to the maximum, were the likelihood as curved everywhere; for one use. */
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
