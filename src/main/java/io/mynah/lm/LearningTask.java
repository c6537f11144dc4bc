package io.mynah.lm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The input of one training of a {@link NeuralLearner}.
 *
 * @param vocabulary how many tokens there are
 * @param initial a model of the same vocabulary that the learner made or read, to start from; null
 *     to start from nothing
 * @param training the data to learn from
 * @param validation the data to judge by
 * @param budget wall time; turned into a number of steps by timing the first ones
 * @param checkpoints of this training alone; the training continues from a complete one if there is
 *     one
 */
public record LearningTask(
    int vocabulary,
    @Nullable TokenModel initial,
    TokenStream training,
    TokenStream validation,
    Duration budget,
    long seed,
    CheckpointFiles checkpoints) {
  /**
   * @throws IllegalArgumentException when the initial model has another vocabulary, or a stream has
   *     a token outside it
   */
  public LearningTask {
    if (initial != null && initial.vocabulary() != vocabulary) {
      throw new IllegalArgumentException("a model of another vocabulary");
    }
    check(training, vocabulary);
    check(validation, vocabulary);
  }

  private static void check(TokenStream stream, int vocabulary) {
    for (int token : stream.tokens()) {
      if (token < 0 || token >= vocabulary) {
        throw new IllegalArgumentException("a token outside the vocabulary");
      }
    }
  }
}
