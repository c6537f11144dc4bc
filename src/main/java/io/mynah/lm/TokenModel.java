package io.mynah.lm;

import java.util.List;

/**
 * A probability for every next token. Weights are immutable and shared; what a conversation changes
 * lives in a {@link State}, so any number of threads may use one model, each with its own state.
 */
public interface TokenModel extends AutoCloseable {
  /** How many tokens there are; tokens are 0 to vocabulary − 1. */
  int vocabulary();

  /** A fresh state: the beginning of a conversation. */
  State start();

  /**
   * Takes up a token in each of several states, as {@link State#advance} does in one. Where a step
   * costs what it takes to read the weights, they are read once for all.
   *
   * @param states of this model, all different
   * @param tokens one a state
   */
  default void advance(List<? extends State> states, int[] tokens) {
    for (int i = 0; i < states.size(); i++) {
      states.get(i).advance(tokens[i]);
    }
  }

  /**
   * Writes ln P of every next token for several states, as {@link State#logProbabilities} does for
   * one, reading the weights once for all.
   *
   * @param states of this model, all different
   * @param out one a state
   */
  default void logProbabilities(List<? extends State> states, float[][] out) {
    for (int i = 0; i < states.size(); i++) {
      states.get(i).logProbabilities(out[i]);
    }
  }

  /** Memory held by the weights, heap and native, in bytes. */
  long sizeInBytes();

  /** Frees native memory, if any; no state may be used afterwards. Idempotent. */
  @Override
  void close();
}
