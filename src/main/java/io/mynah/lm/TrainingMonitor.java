package io.mynah.lm;

import java.time.Duration;

/** Observes and controls a training; called on the training thread. */
public interface TrainingMonitor {
  /**
   * Whether to end the training with {@link TrainingCancelled}; called every second or two, less
   * often for a chat of millions of words.
   */
  boolean cancelled();

  /**
   * Receives the progress of the training, at least every few seconds.
   *
   * @param fraction of the whole training, 0 to 1
   * @param remaining wall time left, an estimate
   */
  default void progress(double fraction, Duration remaining) {}
}
