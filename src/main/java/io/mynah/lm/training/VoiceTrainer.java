package io.mynah.lm.training;

import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import java.time.Duration;

/**
 * Trains the model of one person in stages: a first model within seconds, then better ones.
 * Thread-safe; each call has its own state.
 */
public interface VoiceTrainer {
  /** The stage of the first model. */
  String N_GRAM = "n-gram";

  /** The stage of the better models. */
  String NEURAL = "neural";

  /**
   * Trains until the budget is spent or validation stops improving.
   *
   * @param budget wall time for all stages; turned into a number of steps before training starts
   * @param seed makes two trainings on one machine equal
   * @param checkpoints of this job alone; an interrupted call is continued from them, damaged files
   *     are ignored; the caller deletes them at the end
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
