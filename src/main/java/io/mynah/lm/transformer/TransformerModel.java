package io.mynah.lm.transformer;

import io.mynah.lm.State;
import io.mynah.lm.TokenModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trained transformer that predicts tokens, in plain Java. Weights are immutable, so any number
 * of threads may use it, each with its own state. There is no native memory to free. Thread-safe.
 */
public final class TransformerModel implements TokenModel {
  private final TransformerWeights weights;
  private final MatrixKernel kernel;
  private volatile @Nullable SpeakingWeights speaking;

  public TransformerModel(TransformerWeights weights) {
    this(weights, Kernels.fastest());
  }

  TransformerModel(TransformerWeights weights, MatrixKernel kernel) {
    this.weights = weights;
    this.kernel = kernel;
  }

  /**
   * The weights for generating; made on first use, because a model that training only starts from
   * never needs them.
   */
  private SpeakingWeights speaking() {
    SpeakingWeights made = speaking;
    if (made == null) {
      synchronized (this) {
        made = speaking;
        if (made == null) {
          made = SpeakingWeights.of(weights, kernel);
          speaking = made;
        }
      }
    }
    return made;
  }

  /** The weights that the model was made from. */
  public TransformerWeights weights() {
    return weights;
  }

  @Override
  public int vocabulary() {
    return weights.shape().vocabulary();
  }

  @Override
  public State start() {
    return new TransformerState(speaking());
  }

  @Override
  public void advance(List<? extends State> states, int[] tokens) {
    TransformerStep.advance(speaking(), own(states), tokens);
  }

  @Override
  public void logProbabilities(List<? extends State> states, float[][] out) {
    TransformerStep.logProbabilities(speaking(), own(states), out);
  }

  private static TransformerState[] own(List<? extends State> states) {
    TransformerState[] own = new TransformerState[states.size()];
    for (int i = 0; i < own.length; i++) {
      if (!(states.get(i) instanceof TransformerState state)) {
        throw new IllegalArgumentException("a state of another model");
      }
      own[i] = state;
    }
    return own;
  }

  @Override
  public long sizeInBytes() {
    return (long) weights.flat().length * Float.BYTES + speaking().sizeInBytes();
  }

  @Override
  public void close() {
    // The weights are on the heap.
  }
}
