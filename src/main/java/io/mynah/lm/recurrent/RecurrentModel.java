package io.mynah.lm.recurrent;

import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import java.util.List;

/**
 * A trained recurrent network that predicts tokens, in plain Java. Weights are immutable, so any
 * number of threads may use it, each with its own state. There is no native memory to free.
 * Thread-safe.
 */
public final class RecurrentModel implements TokenModel {
  private final RecurrentWeights weights;

  public RecurrentModel(RecurrentWeights weights) {
    this.weights = weights;
  }

  public RecurrentWeights weights() {
    return weights;
  }

  @Override
  public int vocabulary() {
    return weights.vocabulary();
  }

  @Override
  public State start() {
    return new RecurrentState(weights);
  }

  @Override
  public void advance(List<? extends State> states, int[] tokens) {
    RecurrentStep.advance(weights, own(states), tokens);
  }

  @Override
  public void logProbabilities(List<? extends State> states, float[][] out) {
    RecurrentStep.logProbabilities(weights, own(states), out);
  }

  private RecurrentState[] own(List<? extends State> states) {
    RecurrentState[] own = new RecurrentState[states.size()];
    for (int i = 0; i < own.length; i++) {
      if (!(states.get(i) instanceof RecurrentState state)) {
        throw new IllegalArgumentException("a state of another model");
      }
      own[i] = state;
    }
    return own;
  }

  @Override
  public long sizeInBytes() {
    return weights.sizeInBytes();
  }

  @Override
  public void close() {
    // The weights are on the heap.
  }
}
