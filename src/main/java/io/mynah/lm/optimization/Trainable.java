package io.mynah.lm.optimization;

import io.mynah.lm.TokenModel;
import java.util.function.BooleanSupplier;

/**
 * A neural network together with its training and validation text. Used by one thread at a time;
 * {@link #close} frees its memory.
 */
public interface Trainable extends AutoCloseable {
  /** How many updates one pass over the text takes. */
  int stepsPerEpoch();

  /** How many tokens are processed in an update. */
  int tokensPerStep();

  /**
   * Makes one update.
   *
   * @param step counted from 0; decides what is read and what is dropped
   * @return the weighted sum of −ln P before the update; not finite when training diverged
   */
  double train(int step, double learningRate);

  /**
   * Evaluates the network in its current state.
   *
   * @param goesOn checked now and then; if it is {@code false}, the result is useless
   * @return mean weighted −ln P per token of the validation text
   */
  double evaluate(BooleanSupplier goesOn);

  /** A copy of all parameters, as one flat array. */
  float[] parameters();

  /** Sets all parameters to what {@link #parameters()} returned. */
  void parameters(float[] values);

  /**
   * A copy of the parameters that {@link #evaluate} judges, as one flat array: the current ones, or
   * an average of them.
   */
  default float[] judged() {
    return parameters();
  }

  /** The length of {@link #parameters()}. */
  int parameterCount();

  /** A copy of the optimizer's moments, as one flat array. */
  float[] moments();

  /** Sets the moments to what {@link #moments()} returned. */
  void moments(float[] values);

  /** The length of {@link #moments()}. */
  int momentCount();

  /**
   * A copy of the state carried from one update to the next: any number of arrays of equal length.
   */
  default float[][] state() {
    return new float[0][];
  }

  /** Sets the state to what {@link #state()} returned. */
  default void state(float[][] values) {
    // There is no state.
  }

  /**
   * Makes a model with a copy of some parameters.
   *
   * @param values one flat array, as from {@link #parameters()}
   */
  TokenModel model(float[] values);

  @Override
  void close();
}
