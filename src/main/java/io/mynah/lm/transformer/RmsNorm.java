package io.mynah.lm.transformer;

import io.mynah.lm.numeric.Curves;

/**
 * Root mean square layer normalisation (Zhang and Sennrich, 2019): y = g·x / √(mean x² + ε).
 * Thread-safe.
 */
public final class RmsNorm {
  private RmsNorm() {}

  /**
   * Normalises rows.
   *
   * @param x [rows, width]
   * @param gain [width]
   * @param y [rows, width], written
   * @param scales [from, from + rows), written: 1 / √(mean x² + ε) of each row
   */
  public static void forward(
      float[] x, float[] gain, float epsilon, float[] y, float[] scales, int from, int rows) {
    int width = gain.length;
    for (int row = 0; row < rows; row++) {
      int at = row * width;
      float scale = scale(x, at, width, epsilon);
      scales[from + row] = scale;
      for (int i = 0; i < width; i++) {
        y[at + i] = x[at + i] * scale * gain[i];
      }
    }
  }

  private static float scale(float[] x, int at, int width, float epsilon) {
    return (float) (1 / Math.sqrt(Curves.dot(x, at, x, at, width) / width + epsilon));
  }

  /**
   * Normalises neighbouring heads in place, all with the same gain.
   *
   * @param x the heads one after another from {@code from} on, each as long as the gain
   * @param gain [headWidth]
   */
  public static void forwardHeads(float[] x, int from, int heads, float[] gain, float epsilon) {
    int width = gain.length;
    for (int at = from; at < from + heads * width; at += width) {
      float scale = scale(x, at, width, epsilon);
      for (int i = 0; i < width; i++) {
        x[at + i] *= scale * gain[i];
      }
    }
  }

  /**
   * Computes the gradients of {@link #forwardHeads}.
   *
   * @param x the heads before they were normalised
   * @param d the gradient of the result, at the same indices; replaced by that of the input
   * @param dGain [headWidth], added to
   */
  public static void backwardHeads(
      float[] x, int from, int heads, float[] gain, float epsilon, float[] d, float[] dGain) {
    int width = gain.length;
    for (int at = from; at < from + heads * width; at += width) {
      float scale = scale(x, at, width, epsilon);
      for (int i = 0; i < width; i++) {
        dGain[i] += d[at + i] * x[at + i] * scale;
        d[at + i] *= gain[i];
      }
      float share = Curves.dot(x, at, d, at, width) * scale * scale * scale / width;
      for (int i = 0; i < width; i++) {
        d[at + i] = d[at + i] * scale - x[at + i] * share;
      }
    }
  }

  /**
   * Adds to the gradients of input and gain.
   *
   * @param x [rows, width], as in {@link #forward}
   * @param dy [rows, width], the gradient of the result; overwritten
   * @param dx [rows, width], added to
   * @param dGain [width], added to
   */
  public static void backward(
      float[] x,
      float[] gain,
      float[] scales,
      int from,
      int rows,
      float[] dy,
      float[] dx,
      float[] dGain) {
    int width = gain.length;
    for (int row = 0; row < rows; row++) {
      int at = row * width;
      float scale = scales[from + row];
      for (int i = 0; i < width; i++) {
        dGain[i] += dy[at + i] * x[at + i] * scale;
      }
      for (int i = 0; i < width; i++) {
        dy[at + i] *= gain[i];
      }
      float share = Curves.dot(x, at, dy, at, width) * scale * scale * scale / width;
      for (int i = 0; i < width; i++) {
        dx[at + i] += dy[at + i] * scale - x[at + i] * share;
      }
    }
  }
}
