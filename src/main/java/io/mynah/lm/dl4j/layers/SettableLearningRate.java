package io.mynah.lm.dl4j.layers;

import org.nd4j.linalg.schedule.ISchedule;

/** The learning rate that was set last, whatever the step. Used by one thread at a time. */
public final class SettableLearningRate implements ISchedule {
  private static final long serialVersionUID = 1L;

  private double rate;

  public void set(double value) {
    this.rate = value;
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    return rate;
  }

  /** Itself: what is set must reach every place that the network keeps a schedule in. */
  @Override
  @SuppressWarnings({"MethodDoesntCallSuperMethod", "PMD.CloneMethod"})
  public ISchedule clone() {
    return this;
  }
}
