package io.mynah.lm.numeric;

/**
 * Computes the logistic function, the hyperbolic tangent and the exponential over ranges of arrays.
 * They use only additions, products and divisions, so that the JIT vectorises each loop on Java 17
 * (it does not vectorise loops that call {@link Math} or split floats into bits). Thread-safe.
 *
 * <p>The tangent is the rational approximation of degree 13 over 6 that Eigen uses, exact to a few
 * units of the last place.
 */
public final class Curves {
  /** Beyond this value the tangent is ±1 in single precision. */
  private static final float TANH_LIMIT = 7.905311f;

  private static final float A1 = 4.8935246e-3f;
  private static final float A3 = 6.3726195e-4f;
  private static final float A5 = 1.48572235e-5f;
  private static final float A7 = 5.1222973e-8f;
  private static final float A9 = -8.604672e-11f;
  private static final float A11 = 2.000188e-13f;
  private static final float A13 = -2.7607684e-16f;
  private static final float B0 = 4.893525e-3f;
  private static final float B2 = 2.2684347e-3f;
  private static final float B4 = 1.1853471e-4f;
  private static final float B6 = 1.1982584e-6f;

  private Curves() {}

  /** x ← tanh x for x[from..to). */
  public static void tanh(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = tanh(x[i]);
    }
  }

  /** x ← 1 / (1 + e^−x) for x[from..to). */
  public static void sigmoid(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = 0.5f + 0.5f * tanh(0.5f * x[i]);
    }
  }

  private static float tanh(float value) {
    float x = Math.max(-TANH_LIMIT, Math.min(TANH_LIMIT, value));
    float s = x * x;
    float p = x * (A1 + s * (A3 + s * (A5 + s * (A7 + s * (A9 + s * (A11 + s * A13))))));
    float q = B0 + s * (B2 + s * (B4 + s * B6));
    return p / q;
  }

  /**
   * x ← e^(x − shift) for x[from..to), where no x is above the shift. Exact to six digits down to
   * e^−20; smaller results, on which no probability depends, are less exact.
   */
  public static void exp(float[] x, int from, int to, float shift) {
    for (int i = from; i < to; i++) {
      // e^y = (e^(y/64))^64: a short Taylor series, squared six times.
      float y = Math.max(x[i] - shift, -80f) * 0.015625f;
      float p =
          1f
              + y
                  * (1f
                      + y
                          * (0.5f
                              + y * (1f / 6 + y * (1f / 24 + y * (1f / 120 + y * (1f / 720))))));
      p = p * p;
      p = p * p;
      p = p * p;
      p = p * p;
      p = p * p;
      x[i] = p * p;
    }
  }

  /** x ← x − ln Σ e^x for x[0..count): logits become logarithms of probabilities. */
  public static void logSoftmax(float[] x, int count) {
    float max = max(x, 0, count);
    float[] block = new float[Math.min(count, 1024)];
    double sum = 0;
    for (int at = 0; at < count; at += block.length) {
      int length = Math.min(block.length, count - at);
      System.arraycopy(x, at, block, 0, length);
      exp(block, 0, length, max);
      sum += sum(block, 0, length);
    }
    float by = (float) (max + Math.log(sum));
    for (int i = 0; i < count; i++) {
      x[i] -= by;
    }
  }

  /** The largest of x[from..to). */
  public static float max(float[] x, int from, int to) {
    float a = x[from];
    float b = a;
    float c = a;
    float d = a;
    int i = from;
    for (; i + 3 < to; i += 4) {
      a = x[i] > a ? x[i] : a;
      b = x[i + 1] > b ? x[i + 1] : b;
      c = x[i + 2] > c ? x[i + 2] : c;
      d = x[i + 3] > d ? x[i + 3] : d;
    }
    for (; i < to; i++) {
      a = x[i] > a ? x[i] : a;
    }
    return Math.max(Math.max(a, b), Math.max(c, d));
  }

  /** The sum of x[from..to), always added in the same order. */
  public static float sum(float[] x, int from, int to) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int i = from;
    for (; i + 7 < to; i += 8) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
      e += x[i + 4];
      f += x[i + 5];
      g += x[i + 6];
      h += x[i + 7];
    }
    for (; i < to; i++) {
      a += x[i];
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  /** The sum of a·b over {@code count} positions, always added in the same order. */
  public static float dot(float[] a, int fromA, float[] b, int fromB, int count) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i + 7 < count; i += 8) {
      s0 += a[fromA + i] * b[fromB + i];
      s1 += a[fromA + i + 1] * b[fromB + i + 1];
      s2 += a[fromA + i + 2] * b[fromB + i + 2];
      s3 += a[fromA + i + 3] * b[fromB + i + 3];
      s4 += a[fromA + i + 4] * b[fromB + i + 4];
      s5 += a[fromA + i + 5] * b[fromB + i + 5];
      s6 += a[fromA + i + 6] * b[fromB + i + 6];
      s7 += a[fromA + i + 7] * b[fromB + i + 7];
    }
    for (; i < count; i++) {
      s0 += a[fromA + i] * b[fromB + i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  /** x ← factor·x for x[from..to). */
  public static void scale(float[] x, int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      x[i] *= factor;
    }
  }
}
