package io.mynah.lm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;

/** Trains a neural model over tokens by gradient descent. Thread-safe; each call has its state. */
public interface NeuralLearner {
  /**
   * Trains until the budget is spent or the validation loss stops falling.
   *
   * @return how many tokens it went through, those of an earlier run that it took up not counted
   * @throws TrainingCancelled when the observer says so, within a second or two
   */
  long learn(LearningTask task, Observer observer) throws TrainingCancelled;

  /** Writes the weights of a model that this learner made. */
  void write(TokenModel model, DataOutputStream out) throws IOException;

  /**
   * Reads what {@link #write} wrote, trusting no length in it.
   *
   * @throws IOException also when the bytes are not a model of a version known here
   */
  TokenModel read(DataInputStream in) throws IOException;

  /** Whether this learner goes on from a model and writes it. */
  default boolean knows(TokenModel model) {
    return true;
  }

  /**
   * Whether what {@link #write} writes begins so.
   *
   * @param magic the first four bytes
   */
  default boolean writes(int magic) {
    return true;
  }

  /** Hears how a training goes; called on the training thread. */
  interface Observer {
    /** Asked at least once a second; {@code true} ends the training. */
    boolean cancelled();

    /**
     * Hears how far the training is.
     *
     * @param fraction 0 to 1
     */
    void progress(double fraction, Duration remaining);

    /**
     * Hears the state at the end of an epoch, or of a part of one when epochs are long.
     *
     * @param model with its own copy of the weights; the observer's to close
     * @param validationNats mean weighted −ln P a token on the validation stream
     */
    void epoch(TokenModel model, double validationNats);

    /**
     * Hears that the loss is no number any more. The training ends; models that were handed over
     * before are as good as they were.
     */
    default void diverged() {}
  }
}
