package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.OffHeap;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019), on a range of the parameters at a
 * time. Several threads may update ranges that do not overlap.
 */
final class AdamW {
  private static final int CHUNK = 1 << 12;
  private static final float EPSILON = 1e-8f;

  private final OffHeap parameters;
  private final OffHeap gradients;
  private final OffHeap means;
  private final OffHeap squares;
  private final float beta1;
  private final float beta2;

  /**
   * @param parameters one flat array; the other arrays have the same length
   * @param means of the gradients
   * @param squares means of the squared gradients
   */
  AdamW(
      OffHeap parameters,
      OffHeap gradients,
      OffHeap means,
      OffHeap squares,
      double beta1,
      double beta2) {
    this.parameters = parameters;
    this.gradients = gradients;
    this.means = means;
    this.squares = squares;
    this.beta1 = (float) beta1;
    this.beta2 = (float) beta2;
  }

  /**
   * Updates the parameters of {@code [from, to)}.
   *
   * @param step counted from 0
   * @param factor multiplies the gradient first
   */
  void update(int from, int to, int step, double rate, double decay, double factor) {
    float[] w = new float[CHUNK];
    float[] g = new float[CHUNK];
    float[] m = new float[CHUNK];
    float[] v = new float[CHUNK];
    double bias1 = 1 - Math.pow(beta1, step + 1.0);
    double bias2 = 1 - Math.pow(beta2, step + 1.0);
    float stepSize = (float) (rate / bias1);
    float unbias = (float) (1 / Math.sqrt(bias2));
    float kept = (float) (1 - rate * decay);
    float scale = (float) factor;
    for (int at = from; at < to; at += CHUNK) {
      int count = Math.min(CHUNK, to - at);
      parameters.get(at, w, 0, count);
      gradients.get(at, g, 0, count);
      means.get(at, m, 0, count);
      squares.get(at, v, 0, count);
      for (int i = 0; i < count; i++) {
        g[i] *= scale;
      }
      for (int i = 0; i < count; i++) {
        m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      }
      for (int i = 0; i < count; i++) {
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      }
      for (int i = 0; i < count; i++) {
        w[i] = w[i] * kept - stepSize * m[i] / ((float) Math.sqrt(v[i]) * unbias + EPSILON);
      }
      parameters.put(at, w, 0, count);
      means.put(at, m, 0, count);
      squares.put(at, v, 0, count);
    }
  }
}
