package io.mynah.lm;

import java.util.Optional;

/**
 * One training of a {@link NeuralLearner}. It works only while {@link #next} is called. For one
 * thread.
 */
public interface NeuralTraining extends AutoCloseable {
  /**
   * A model at the end of an epoch, or within one when epochs are long.
   *
   * @param model with its own copy of the weights; the receiver has to close it
   * @param validationNats mean weighted −ln P per token on the validation stream
   */
  record Epoch(TokenModel model, double validationNats) {}

  /**
   * Trains until there is a model that is better than those before, or until the budget is spent or
   * the validation loss stops falling.
   *
   * @return empty when the training has ended
   * @throws TrainingCancelled within a second or two after the monitor says so
   */
  Optional<Epoch> next() throws TrainingCancelled;

  /** How many tokens were processed, without those of an earlier run that this one continued. */
  long tokens();

  /**
   * Whether the training ended because the loss is not a number any more. Models from before are
   * still valid.
   */
  boolean diverged();

  /** Frees its memory; a training that has not ended leaves a checkpoint. */
  @Override
  void close();

  /** A training that has nothing to learn or to judge by. */
  static NeuralTraining ofNothing() {
    return new NeuralTraining() {
      @Override
      public Optional<Epoch> next() {
        return Optional.empty();
      }

      @Override
      public long tokens() {
        return 0;
      }

      @Override
      public boolean diverged() {
        return false;
      }

      @Override
      public void close() {}
    };
  }
}
