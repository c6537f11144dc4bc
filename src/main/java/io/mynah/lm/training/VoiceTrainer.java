package io.mynah.lm.training;

import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import java.time.Duration;

/**
 * Trains the model of one person, in stages: a first voice within seconds, then better ones. Safe
 * for use by many threads; each call has its own state.
 */
public interface VoiceTrainer {
  /** The stage that gives the first voice. */
  String N_GRAM = "n-gram";

  /** The stage that gives the better ones. */
  String NEURAL = "neural";

  /**
   * Trains until the budget is spent or validation stops improving.
   *
   * @param budget wall time for all stages; turned into a number of steps before training starts
   * @param seed makes two trainings on one machine alike
   * @param checkpoints of this job alone: what lies there from a call that was cut off is taken up,
   *     damaged files are ignored; the caller deletes it at the end
   * @throws TrainingCancelled when the monitor says so
   * @throws TooLittleText when there is not enough to learn from
   */
  void train(
      TrainingData data,
      Duration budget,
      long seed,
      CheckpointFiles checkpoints,
      TrainingMonitor monitor)
      throws TrainingCancelled, TooLittleText;
}
