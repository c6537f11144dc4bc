package io.mynah.lm;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link NeuralLearner} is to learn.
 *
 * @param vocabulary how many tokens there are
 * @param initial a model of the same vocabulary that the learner made or read, to go on from; null
 *     to learn from nothing
 * @param training learned from
 * @param validation judged by
 * @param budget wall time; turned into a number of steps by timing the first ones
 * @param checkpoints a folder of this training's own; taken up when something whole lies there
 * @param manner how it is taught
 */
public record Lesson(
    int vocabulary,
    @Nullable TokenModel initial,
    TokenStream training,
    TokenStream validation,
    Duration budget,
    long seed,
    Path checkpoints,
    Manner manner) {

  /** How a lesson is taught. */
  public enum Manner {
    /** Over and over while it helps; the model that is judged best is the result. */
    FULL,

    /**
     * Once and with small steps, after a full lesson, on what that lesson kept back to judge by:
     * there is nothing to judge by any more, and the model at the end is the result.
     */
    REFRESHER
  }

  /** A full lesson. */
  public Lesson(
      int vocabulary,
      @Nullable TokenModel initial,
      TokenStream training,
      TokenStream validation,
      Duration budget,
      long seed,
      Path checkpoints) {
    this(vocabulary, initial, training, validation, budget, seed, checkpoints, Manner.FULL);
  }

  /**
   * @throws IllegalArgumentException when the initial model has another vocabulary, or a stream a
   *     token outside it
   */
  public Lesson {
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
