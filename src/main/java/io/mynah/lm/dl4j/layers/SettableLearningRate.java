package io.mynah.lm.dl4j.layers;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * A learning rate schedule that returns the value set last, at any step. Used by one thread at a
 * time.
 */
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

  /**
   * Returns this object, so that a new value reaches every place where the network keeps a
   * schedule.
   */
  @Override
  @SuppressWarnings({"MethodDoesntCallSuperMethod", "PMD.CloneMethod"})
  public ISchedule clone() {
    return this;
  }
}
