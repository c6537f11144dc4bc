package io.mynah.lm.transformer;

import java.util.Arrays;

/** Products of vectors with rows by plain loops; as in {@link MatrixKernel}. Thread-safe. */
final class PlainRows {
  private PlainRows() {}

  static void dots(float[] x, int at, int rows, float[] matrix, int start, float[] out) {
    Arrays.fill(out, 0);
    for (int row = 0; row < rows; row++) {
      float factor = x[at + row];
      int first = start + row * out.length;
      for (int i = 0; i < out.length; i++) {
        out[i] += factor * matrix[first + i];
      }
    }
  }

  static void add(
      float[] factors,
      int from,
      int to,
      float[] rows,
      int start,
      int stride,
      int width,
      float[] sum,
      int at) {
    for (int row = from; row < to; row++) {
      float factor = factors[row];
      int first = start + row * stride;
      for (int i = 0; i < width; i++) {
        sum[at + i] += factor * rows[first + i];
      }
    }
  }
}
