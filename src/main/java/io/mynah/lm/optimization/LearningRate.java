package io.mynah.lm.optimization;

/**
 * A schedule of the learning rate: it rises linearly, stays constant, and then falls along half a
 * cosine (Loshchilov and Hutter, 2017; with the constant part, as in Hägele et al., Scaling laws
 * and compute-optimal training beyond fixed training durations, 2024). The rise does not depend on
 * the length of the training, so the first steps may be timed before the length is chosen.
 * Immutable.
 *
 * @param peak the highest learning rate
 * @param warmup steps until it is reached
 * @param last the last learning rate as a share of the height
 * @param fall the share of the training, at its end, in which the rate falls; 1 for all of it
 */
public record LearningRate(double peak, int warmup, double last, double fall) {
  public LearningRate {
    if (!(fall > 0 && fall <= 1)) {
      throw new IllegalArgumentException("a fall over " + fall + " of the training");
    }
  }

  /**
   * The learning rate of a step.
   *
   * @param step counted from 0
   * @param total steps of the whole training
   */
  public double at(int step, int total) {
    if (step < warmup) {
      return peak * (step + 1) / warmup;
    }
    double from = Math.max(warmup, total * (1 - fall));
    double done = Math.max(0, Math.min(1, (step - from) / Math.max(1, total - from)));
    return peak * (last + (1 - last) * 0.5 * (1 + Math.cos(Math.PI * done)));
  }
}
