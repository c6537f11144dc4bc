package io.mynah.lm;

import java.util.Arrays;
import java.util.List;

/**
 * Learns the exponents of a log-linear mixture, P ∝ ∏ pᵢ^wᵢ (Klakow, Log-linear interpolation of
 * language models, ICSLP 1998), by Newton's method, the likelihood being concave: first one set for
 * all contexts, then one for each sort of context, held near the common one where there is little
 * to see.
 */
final class MixtureWeights {
  private static final int ROUNDS = 6;
  private static final int ROUNDS_EACH = 3;

  /** As many observations of the common weights are added to those of each sort of context. */
  private static final double PRIOR = 60;

  /** Larger exponents would be a fluke of a small sample. */
  static final double LARGEST = 2;

  private final List<float[][]> parts;
  private final int[] targets;
  private final int[] contexts;
  private final double[][] weights;

  private MixtureWeights(List<float[][]> parts, int[] targets, int[] contexts, int sorts) {
    this.parts = parts;
    this.targets = targets;
    this.contexts = contexts;
    weights = new double[sorts][parts.size()];
    for (double[] each : weights) {
      Arrays.fill(each, 1.0 / parts.size());
    }
  }

  /**
   * Fits exponents.
   *
   * @param parts for each part and place, ln P of every token; −∞ where it cannot come
   * @param targets the token that came
   * @param contexts which sort of context each place is
   * @param sorts how many sorts there are
   */
  static MixtureWeights fit(List<float[][]> parts, int[] targets, int[] contexts, int sorts) {
    MixtureWeights fitted = new MixtureWeights(parts, targets, contexts, sorts);
    if (targets.length > 0) {
      fitted.fitCommon();
      fitted.fitEach();
    }
    return fitted;
  }

  /** For each sort of context, one a part. */
  double[][] weights() {
    return weights;
  }

  /** Bits of all observed tokens. */
  double bits() {
    double nats = 0;
    Moments moments = new Moments(parts.size());
    for (int t = 0; t < targets.length; t++) {
      nats -= moments.see(t, weights[contexts[t]]);
    }
    return nats / Math.log(2);
  }

  private void fitCommon() {
    double[] common = weights[0].clone();
    for (int round = 0; round < ROUNDS; round++) {
      Moments moments = new Moments(parts.size());
      for (int t = 0; t < targets.length; t++) {
        moments.see(t, common);
      }
      moments.step(common, common, 0);
    }
    for (double[] each : weights) {
      System.arraycopy(common, 0, each, 0, common.length);
    }
  }

  private void fitEach() {
    double[] common = weights[0].clone();
    for (int round = 0; round < ROUNDS_EACH; round++) {
      Moments[] moments = new Moments[weights.length];
      Arrays.setAll(moments, sort -> new Moments(parts.size()));
      for (int t = 0; t < targets.length; t++) {
        moments[contexts[t]].see(t, weights[contexts[t]]);
      }
      for (int sort = 0; sort < weights.length; sort++) {
        moments[sort].step(weights[sort], common, PRIOR);
      }
    }
  }

  /** Gradient and curvature of the log-likelihood of some places. */
  private final class Moments {
    private final int size;
    private final double[] gradient;
    private final double[][] curvature;
    private final double[] means;
    private final double[][] products;
    private final float[][] logs;
    private float[] mixed = {};
    private int seen;

    Moments(int size) {
      this.size = size;
      gradient = new double[size];
      curvature = new double[size][size];
      means = new double[size];
      products = new double[size][size];
      logs = new float[size][];
    }

    /** Adds a place, and returns ln P of its token. */
    double see(int place, double[] exponents) {
      seen++;
      int vocabulary = parts.get(0)[place].length;
      if (mixed.length != vocabulary) {
        mixed = new float[vocabulary];
      }
      for (int i = 0; i < size; i++) {
        logs[i] = parts.get(i)[place];
      }
      LogLinear.mix(logs, exponents, mixed);
      double normalizer = LogLinear.normalizer(mixed);
      double found = mixed[targets[place]] - normalizer;
      Arrays.fill(means, 0);
      for (double[] row : products) {
        Arrays.fill(row, 0);
      }
      for (int v = 0; v < vocabulary; v++) {
        double p = Math.exp(mixed[v] - normalizer);
        if (p > 1e-7) {
          add(place, v, p);
        }
      }
      for (int i = 0; i < size; i++) {
        gradient[i] += log(i, place, targets[place]) - means[i];
        for (int j = 0; j < size; j++) {
          curvature[i][j] += products[i][j] - means[i] * means[j];
        }
      }
      return found;
    }

    private void add(int place, int token, double p) {
      for (int i = 0; i < size; i++) {
        double one = log(i, place, token);
        means[i] += p * one;
        for (int j = 0; j < size; j++) {
          products[i][j] += p * one * log(j, place, token);
        }
      }
    }

    private double log(int part, int place, int token) {
      return Math.max(LogLinear.LEAST, parts.get(part)[place][token]);
    }

    /** One step towards the maximum; the prior has the mean curvature of what was seen. */
    void step(double[] exponents, double[] center, double prior) {
      double scale = seen == 0 ? 1 : 1.0 / seen;
      double[][] matrix = new double[size][size + 1];
      for (int i = 0; i < size; i++) {
        double stiff = (curvature[i][i] * scale + 0.1) * prior + 1e-6;
        for (int j = 0; j < size; j++) {
          matrix[i][j] = curvature[i][j];
        }
        matrix[i][i] += stiff;
        matrix[i][size] = gradient[i] - stiff * (exponents[i] - center[i]);
      }
      move(exponents, matrix);
    }

    /** Exponents that would leave their bounds stay on them, and the others are solved for anew. */
    private void move(double[] exponents, double[][] matrix) {
      double[] target = exponents.clone();
      boolean[] held = new boolean[size];
      boolean changed = true;
      while (changed) {
        changed = false;
        double[] change = solve(holding(matrix, held, target, exponents));
        for (int i = 0; i < size; i++) {
          double wished = exponents[i] + change[i];
          target[i] = Math.min(LARGEST, Math.max(0, wished));
          if (!held[i] && target[i] != wished) {
            held[i] = true;
            changed = true;
          }
        }
      }
      System.arraycopy(target, 0, exponents, 0, size);
    }

    /** The equations, those of held exponents saying just how far they move. */
    private double[][] holding(
        double[][] matrix, boolean[] held, double[] target, double[] exponents) {
      double[][] equations = new double[size][];
      for (int i = 0; i < size; i++) {
        equations[i] = held[i] ? new double[size + 1] : matrix[i].clone();
        if (held[i]) {
          equations[i][i] = 1;
          equations[i][size] = target[i] - exponents[i];
        }
      }
      return equations;
    }
  }

  /** Gauss–Jordan elimination with pivots; the last column is the right side. */
  private static double[] solve(double[][] matrix) {
    int size = matrix.length;
    for (int column = 0; column < size; column++) {
      int pivot = column;
      for (int row = column + 1; row < size; row++) {
        if (Math.abs(matrix[row][column]) > Math.abs(matrix[pivot][column])) {
          pivot = row;
        }
      }
      double[] swap = matrix[column];
      matrix[column] = matrix[pivot];
      matrix[pivot] = swap;
      for (int row = 0; row < size; row++) {
        double factor = row == column ? 0 : matrix[row][column] / matrix[column][column];
        for (int k = column; k <= size; k++) {
          matrix[row][k] -= factor * matrix[column][k];
        }
      }
    }
    double[] solution = new double[size];
    for (int i = 0; i < size; i++) {
      solution[i] = matrix[i][size] / matrix[i][i];
    }
    return solution;
  }
}
