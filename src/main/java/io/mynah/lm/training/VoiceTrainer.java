package io.mynah.lm.training;

import io.mynah.lm.CheckpointFiles;
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
   * Begins a training, or continues an interrupted one from its checkpoints. Its work is done in
   * {@link VoiceTraining#next}.
   *
   * @param budget wall time for all stages, from now on; turned into a number of steps before
   *     training starts
   * @param seed makes two trainings on one machine equal
   * @param checkpoints of this job alone; damaged files are ignored; the caller deletes them at the
   *     end
   */
  VoiceTraining begin(
      TrainingData data,
      Duration budget,
      long seed,
      CheckpointFiles checkpoints,
      TrainingMonitor monitor);
}
