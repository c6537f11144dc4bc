package io.mynah.lm.dl4j;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * A learning rate that rises in a line and then falls along half a cosine. The rise does not depend
 * on the length of the training, so the first steps may be timed before the length is chosen. Used
 * by one thread at a time.
 */
final class WarmupThenCosine implements ISchedule {
  private static final long serialVersionUID = 1L;

  private final double height;
  private final int warmup;
  private final double last;
  private int total = Integer.MAX_VALUE;

  WarmupThenCosine(double height, int warmup, double last) {
    this.height = height;
    this.warmup = warmup;
    this.last = last;
  }

  /** Sets how many steps there are in all. */
  void total(int steps) {
    this.total = steps;
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    if (iteration < warmup) {
      return height * (iteration + 1) / warmup;
    }
    double done = Math.min(1, (iteration - warmup) / (double) Math.max(1, total - warmup));
    return height * (last + (1 - last) * 0.5 * (1 + Math.cos(Math.PI * done)));
  }

  /** Itself: the length set later must reach every place that the network keeps a schedule in. */
  @Override
  @SuppressWarnings({"MethodDoesntCallSuperMethod", "PMD.CloneMethod"})
  public ISchedule clone() {
    return this;
  }
}
