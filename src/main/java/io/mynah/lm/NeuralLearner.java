package io.mynah.lm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Trains a neural model over tokens by gradient descent. Thread-safe; each call has its own state.
 */
public interface NeuralLearner {
  /** Begins a training, or continues it from its checkpoint. Its budget runs from now on. */
  NeuralTraining begin(LearningTask task, TrainingMonitor monitor);

  /**
   * Trains to the end.
   *
   * @return how many tokens were processed, without those of an earlier run that it continued
   * @throws TrainingCancelled within a second or two after the observer cancels
   */
  default long learn(LearningTask task, Observer observer) throws TrainingCancelled {
    try (NeuralTraining training = begin(task, observer)) {
      for (var epoch = training.next(); epoch.isPresent(); epoch = training.next()) {
        observer.epoch(epoch.get().model(), epoch.get().validationNats());
      }
      if (training.diverged()) {
        observer.diverged();
      }
      return training.tokens();
    }
  }

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

  /** Observes a training to its end; called on the training thread. */
  interface Observer extends TrainingMonitor {
    /**
     * Receives a model that is better than those before.
     *
     * @param model with its own copy of the weights; the observer has to close it
     * @param validationNats mean weighted −ln P per token on the validation stream
     */
    void epoch(TokenModel model, double validationNats);

    /** Called at the end, when the loss was not a number any more. */
    default void diverged() {}
  }
}
