package io.mynah.lm;

import java.util.Arrays;
import java.util.List;

/**
 * Learns the weights of a linear mixture by expectation maximisation (Jelinek and Mercer, 1980):
 * first one set for all contexts, then one for each sort of context, held near the common one where
 * there is little to see.
 */
final class MixtureWeights {
  private static final int ROUNDS = 40;

  /** As many observations of the common weights are added to those of each sort of context. */
  private static final double PRIOR = 20;

  private final List<float[]> parts;
  private final int[] contexts;
  private final double[][] weights;

  private MixtureWeights(List<float[]> parts, int[] contexts, int sorts) {
    this.parts = parts;
    this.contexts = contexts;
    weights = new double[sorts][parts.size()];
    for (double[] each : weights) {
      Arrays.fill(each, 1.0 / parts.size());
    }
  }

  /**
   * Fits weights.
   *
   * @param parts for each part, the probability of each observed token
   * @param contexts which sort of context each token stands in
   * @param sorts how many sorts there are
   */
  static MixtureWeights fit(List<float[]> parts, int[] contexts, int sorts) {
    MixtureWeights fitted = new MixtureWeights(parts, contexts, sorts);
    if (parts.size() > 1 && contexts.length > 0) {
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
    double bits = 0;
    for (int t = 0; t < contexts.length; t++) {
      double sum = 0;
      for (int part = 0; part < parts.size(); part++) {
        sum += weights[contexts[t]][part] * parts.get(part)[t];
      }
      bits -= Math.log(sum) / Math.log(2);
    }
    return bits;
  }

  private void fitCommon() {
    for (int round = 0; round < ROUNDS; round++) {
      double[] common = new double[parts.size()];
      for (double[] each : expected()) {
        for (int part = 0; part < common.length; part++) {
          common[part] += each[part] / contexts.length;
        }
      }
      for (double[] each : weights) {
        System.arraycopy(common, 0, each, 0, common.length);
      }
    }
  }

  private void fitEach() {
    double[] common = weights[0].clone();
    for (int round = 0; round < ROUNDS; round++) {
      double[][] expected = expected();
      for (int sort = 0; sort < weights.length; sort++) {
        double all = Arrays.stream(expected[sort]).sum() + PRIOR;
        for (int part = 0; part < common.length; part++) {
          weights[sort][part] = (expected[sort][part] + PRIOR * common[part]) / all;
        }
      }
    }
  }

  /** How many tokens of each sort each part is answerable for, under the weights of now. */
  private double[][] expected() {
    double[][] expected = new double[weights.length][parts.size()];
    double[] shares = new double[parts.size()];
    for (int t = 0; t < contexts.length; t++) {
      double sum = 0;
      for (int part = 0; part < shares.length; part++) {
        shares[part] = weights[contexts[t]][part] * parts.get(part)[t];
        sum += shares[part];
      }
      for (int part = 0; part < shares.length; part++) {
        expected[contexts[t]][part] += sum > 0 ? shares[part] / sum : 1.0 / shares.length;
      }
    }
    return expected;
  }
}
