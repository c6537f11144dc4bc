package io.mynah.lm.optimization;

import io.mynah.lm.TokenModel;
import java.util.function.BooleanSupplier;

/**
 * A network with the text that it learns from and is judged by. Used by one thread at a time;
 * closing it frees its memory.
 */
public interface Trainable extends AutoCloseable {
  /** How many updates it takes to go through the text once. */
  int stepsPerEpoch();

  /** How many tokens go through in an update. */
  int tokensPerStep();

  /**
   * One update.
   *
   * @param step counted from 0; decides what is read and what is dropped
   * @return the weighted sum of −ln P before the update; not finite when training diverged
   */
  double train(int step, double learningRate);

  /**
   * Judges the network as it is.
   *
   * @param goesOn asked now and then; with {@code false} the result is of no use
   * @return mean weighted −ln P a token of the validation text
   */
  double evaluate(BooleanSupplier goesOn);

  /** All parameters, a copy. */
  float[] parameters();

  /** Takes up what {@link #parameters()} gave. */
  void parameters(float[] values);

  /** The parameters that {@link #evaluate} judges, a copy: the same, or an average of them. */
  default float[] judged() {
    return parameters();
  }

  /** How many numbers {@link #parameters()} has. */
  int parameterCount();

  /** What the updates keep beside the parameters, a copy. */
  float[] moments();

  /** Takes up what {@link #moments()} gave. */
  void moments(float[] values);

  /** How many numbers {@link #moments()} has. */
  int momentCount();

  /** What is carried from one update to the next, a copy: arrays of one length. */
  default float[][] state() {
    return new float[0][];
  }

  /** Takes up what {@link #state()} gave. */
  default void state(float[][] values) {
    // Nothing is carried.
  }

  /** A model with a copy of some parameters. */
  TokenModel model(float[] values);

  @Override
  void close();
}
