package io.mynah.training;

/** How one run of a job ended. */
sealed interface TrainingOutcome {
  /** The training is complete, or somebody stopped it. */
  record Ended() implements TrainingOutcome {}

  /**
   * The training failed.
   *
   * @param failure the failure in its stored form
   */
  record Failed(String failure) implements TrainingOutcome {}

  /** A fault that passes ended the run. The job goes on from its checkpoint. */
  record Postponed() implements TrainingOutcome {}
}
