package io.mynah.domain;

/**
 * What an owner set.
 *
 * @param temperature divides the logits before sampling, 0.1 to 2; 1 samples the model as it is
 * @param length how long generated messages are, against the person's own
 * @param effort how much time a training may take
 */
public record Settings(double temperature, Length length, Effort effort) {
  public static final double MIN_TEMPERATURE = 0.1;
  public static final double MAX_TEMPERATURE = 2.0;

  public Settings {
    if (!(temperature >= MIN_TEMPERATURE && temperature <= MAX_TEMPERATURE)) {
      throw new IllegalArgumentException("temperature out of range: " + temperature);
    }
  }
}
