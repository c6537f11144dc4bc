package io.mynah.lm.transformer;

import io.mynah.lm.numeric.Curves;

/**
 * Computes the gated unit of the feed-forward part (Shazeer, GLU variants improve transformer,
 * 2020): h = silu(gate)·up, silu(x) = x / (1 + e^−x). Thread-safe.
 */
public final class SwiGlu {
  private SwiGlu() {}

  /**
   * Computes one row.
   *
   * @param gateAndUp gates, then ups, from {@code from} on, 2·inner long
   * @param h written from {@code to} on, inner long
   * @param sigmoids [inner], overwritten
   */
  public static void forward(float[] gateAndUp, int from, float[] h, int to, float[] sigmoids) {
    int inner = sigmoids.length;
    System.arraycopy(gateAndUp, from, sigmoids, 0, inner);
    Curves.sigmoid(sigmoids, 0, inner);
    for (int i = 0; i < inner; i++) {
      h[to + i] = sigmoids[i] * gateAndUp[from + i] * gateAndUp[from + inner + i];
    }
  }

  /**
   * Computes the gradients of one row.
   *
   * @param gateAndUp as in {@link #forward}
   * @param dh the gradient of the result, from {@code at} on, inner long
   * @param d gradients of gates, then of ups, written from {@code from} on, 2·inner long
   * @param sigmoids [inner], overwritten
   */
  public static void backward(
      float[] gateAndUp, int from, float[] dh, int at, float[] d, float[] sigmoids) {
    int inner = sigmoids.length;
    System.arraycopy(gateAndUp, from, sigmoids, 0, inner);
    Curves.sigmoid(sigmoids, 0, inner);
    for (int i = 0; i < inner; i++) {
      float gate = gateAndUp[from + i];
      float s = sigmoids[i];
      d[from + i] = dh[at + i] * gateAndUp[from + inner + i] * s * (1 + gate * (1 - s));
    }
    for (int i = 0; i < inner; i++) {
      d[from + inner + i] = dh[at + i] * sigmoids[i] * gateAndUp[from + i];
    }
  }
}
