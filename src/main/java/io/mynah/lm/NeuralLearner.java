package io.mynah.lm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * Trains a neural model over tokens by gradient descent. Thread-safe; each call has its own state.
 */
public interface NeuralLearner {
  /**
   * Trains until the budget is spent or the validation loss stops falling.
   *
   * @return how many tokens were processed, without those of an earlier run that it continued
   * @throws TrainingCancelled within a second or two after the observer cancels
   */
  long learn(LearningTask task, Observer observer) throws TrainingCancelled;

  /** Writes the weights of a model that this learner made. */
  void write(TokenModel model, DataOutputStream out) throws IOException;

  /**
   * Reads what {@link #write} wrote, trusting no length in it.
   *
   * @throws IOException also when the bytes are not a model of a known version
   */
  TokenModel read(DataInputStream in) throws IOException;

  /** Whether this learner can start from a model and write it. */
  default boolean knows(TokenModel model) {
    return true;
  }

  /**
   * Whether the output of {@link #write} begins with these bytes.
   *
   * @param magic the first four bytes
   */
  default boolean writes(int magic) {
    return true;
  }

  /** Observes a training; called on the training thread. */
  interface Observer {
    /** Whether to end the training; called at least once per second. */
    boolean cancelled();

    /**
     * Receives the progress of the training.
     *
     * @param fraction 0 to 1
     * @param remaining wall time left, an estimate
     */
    void progress(double fraction, Duration remaining);

    /**
     * Receives the model at the end of an epoch, or within one when epochs are long.
     *
     * @param model with its own copy of the weights; the observer has to close it
     * @param validationNats mean weighted −ln P per token on the validation stream
     */
    void epoch(TokenModel model, double validationNats);

    /**
     * Called when the loss is not a number any more. The training ends; models from before are
     * still valid.
     */
    default void diverged() {}
  }
}
