package io.mynah.lm.transformer;

import io.mynah.lm.State;
import io.mynah.text.ControlTokens;
import java.util.Arrays;

/** The state of a transformer in a conversation. Used by one thread at a time. */
final class TransformerState implements State {
  private final SpeakingWeights weights;
  private KeyValueCache cache;
  private final float[] features;

  TransformerState(SpeakingWeights weights) {
    this.weights = weights;
    this.cache = new KeyValueCache(weights.shape());
    this.features = new float[weights.shape().width()];
  }

  KeyValueCache cache() {
    return cache;
  }

  /** The output of the last layer at the last token, [width]; changed by a step. */
  float[] features() {
    return features;
  }

  /** Starts a new text at a gap: no token attends to what is before it. */
  void begin(int token) {
    if (token == ControlTokens.GAP) {
      cache = new KeyValueCache(weights.shape());
    }
  }

  @Override
  public void advance(int token) {
    TransformerStep.advance(weights, new TransformerState[] {this}, new int[] {token});
  }

  @Override
  public void advance(int[] tokens) {
    TransformerState[] same = new TransformerState[tokens.length];
    Arrays.fill(same, this);
    TransformerStep.read(weights, same, tokens, null);
  }

  @Override
  public void logProbabilities(float[] out) {
    TransformerStep.logProbabilities(weights, new TransformerState[] {this}, new float[][] {out});
  }

  @Override
  public TransformerState copy() {
    TransformerState copy = new TransformerState(weights);
    copy.cache = cache.copy();
    System.arraycopy(features, 0, copy.features, 0, features.length);
    return copy;
  }
}
