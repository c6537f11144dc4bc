package io.mynah.lm;

import java.util.List;
import java.util.Optional;

/**
 * Predicts a probability for every token as the next one. Weights are immutable and shared. What a
 * conversation changes is in a {@link State}, so any number of threads may use one model, each with
 * its own state.
 */
public interface TokenModel extends AutoCloseable {
  /** How many tokens there are; tokens are 0 to vocabulary − 1. */
  int vocabulary();

  /** A new state, at the beginning of a conversation. */
  State start();

  /**
   * Moves several states on by one token each, as {@link State#advance} does for one. If a step
   * costs as much as reading the weights, they are read once for all states.
   *
   * @param states of this model, all different
   * @param tokens one per state
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
   * @param out states × vocabulary
   */
  default void logProbabilities(List<? extends State> states, float[][] out) {
    for (int i = 0; i < states.size(); i++) {
      states.get(i).logProbabilities(out[i]);
    }
  }

  /**
   * Moves each state on by several tokens, and writes ln P of every next token after each of them.
   *
   * @param states of this model, all different
   * @param tokens for each state, in order
   * @param out for each state, tokens × vocabulary
   */
  default void read(List<? extends State> states, int[][] tokens, float[][][] out) {
    for (int i = 0; i < tokens.length; i++) {
      for (int j = 0; j < tokens[i].length; j++) {
        states.get(i).advance(tokens[i][j]);
        states.get(i).logProbabilities(out[i][j]);
      }
    }
  }

  /**
   * The digest of the network that this model consists of changes to, as {@link BaseNetworks#find}
   * takes it; empty if it consists of none.
   */
  default Optional<String> base() {
    return Optional.empty();
  }

  /**
   * The networks that tell how messages answer each other: one, and the one that it is adapted
   * from, if any; none if there is none that can. They live as long as this model.
   */
  default List<TokenModel> networks() {
    return List.of();
  }

  /** Memory held by the weights, heap and native, in bytes. */
  long sizeInBytes();

  /** Frees native memory, if any; no state may be used afterwards. Idempotent. */
  @Override
  void close();
}
