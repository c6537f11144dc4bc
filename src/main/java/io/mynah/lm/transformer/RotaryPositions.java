package io.mynah.lm.transformer;

/**
 * Computes rotary position embeddings (Su et al., RoFormer, 2021). Features i and i + headWidth/2
 * are rotated together, as in the published Llama weights. Immutable and thread-safe.
 */
public final class RotaryPositions {
  /**
   * Lower frequencies for a longer context than a network first learned, as in Llama 3.1 (<a
   * href="https://huggingface.co/docs/transformers/internal/rope_utils">rope_type llama3</a>):
   * wavelengths of at least {@code context / low} positions are multiplied by the factor, those of
   * at most {@code context / high} stay, and between them the frequency is interpolated.
   *
   * @param factor for long wavelengths, at least 1
   * @param low how many of a wavelength fit in the context for the factor to apply fully
   * @param high how many for it not to apply, above {@code low}
   * @param context positions that the network first learned
   */
  public record Scaling(double factor, double low, double high, int context) {
    /**
     * @throws IllegalArgumentException when a number is not as described
     */
    public Scaling {
      if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)
          || !(low > 0 && low < high && high < Double.POSITIVE_INFINITY)
          || context < 1) {
        throw new IllegalArgumentException("no scaling of positions");
      }
    }

    private double scale(double frequency) {
      double waves = context * frequency / (2 * Math.PI);
      double share = Math.max(0, Math.min(1, (waves - low) / (high - low)));
      return share * frequency + (1 - share) * frequency / factor;
    }
  }

  private final int half;
  private final float[] cosines;
  private final float[] sines;

  /**
   * @param length positions, 0 to length − 1
   */
  public RotaryPositions(TransformerShape shape, int length) {
    half = shape.headWidth() / 2;
    cosines = new float[length * half];
    sines = new float[length * half];
    for (int position = 0; position < length; position++) {
      for (int i = 0; i < half; i++) {
        double angle = position * frequency(shape, i);
        cosines[position * half + i] = (float) Math.cos(angle);
        sines[position * half + i] = (float) Math.sin(angle);
      }
    }
  }

  /** The angle between neighbouring positions of a pair of features. */
  private static double frequency(TransformerShape shape, int pair) {
    double frequency = Math.pow(shape.theta(), -2.0 * pair / shape.headWidth());
    Scaling scaling = shape.options().scaling();
    return scaling == null ? frequency : scaling.scale(frequency);
  }

  /**
   * The cosines, then the sines, for one position, of any size.
   *
   * @return [headWidth]
   */
  static float[] at(TransformerShape shape, int position) {
    int half = shape.headWidth() / 2;
    float[] rotation = new float[2 * half];
    for (int i = 0; i < half; i++) {
      double angle = position * frequency(shape, i);
      rotation[i] = (float) Math.cos(angle);
      rotation[half + i] = (float) Math.sin(angle);
    }
    return rotation;
  }

  /**
   * Rotates like {@link #rotate(int, float[], int, float[], int, float)}, with the result of {@link
   * #at}.
   *
   * @param rotation [headWidth]
   */
  static void rotate(float[] rotation, float[] x, int from, float[] y, int to, float factor) {
    int half = rotation.length / 2;
    for (int i = 0; i < half; i++) {
      y[to + i] = (x[from + i] * rotation[i] - x[from + half + i] * rotation[half + i]) * factor;
      y[to + half + i] =
          (x[from + half + i] * rotation[i] + x[from + i] * rotation[half + i]) * factor;
    }
  }

  /**
   * Rotates the features of one head.
   *
   * @param x features from {@code from} on, headWidth long
   * @param y written from {@code to} on, headWidth long; another array than x
   * @param factor multiplies each result
   */
  public void rotate(int position, float[] x, int from, float[] y, int to, float factor) {
    rotate(position, x, from, y, to, factor, 1);
  }

  /** Rotates the features of one head back; the inverse rotation of {@link #rotate}. */
  public void rotateBack(int position, float[] x, int from, float[] y, int to, float factor) {
    rotate(position, x, from, y, to, factor, -1);
  }

  private void rotate(
      int position, float[] x, int from, float[] y, int to, float factor, float direction) {
    int at = position * half;
    for (int i = 0; i < half; i++) {
      float cosine = cosines[at + i] * factor;
      float sine = sines[at + i] * factor * direction;
      y[to + i] = x[from + i] * cosine - x[from + half + i] * sine;
    }
    for (int i = 0; i < half; i++) {
      float cosine = cosines[at + i] * factor;
      float sine = sines[at + i] * factor * direction;
      y[to + half + i] = x[from + half + i] * cosine + x[from + i] * sine;
    }
  }
}
