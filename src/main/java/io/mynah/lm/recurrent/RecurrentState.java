package io.mynah.lm.recurrent;

import io.mynah.lm.State;

/** The outputs and cells of every layer after the tokens so far. Used by one thread at a time. */
final class RecurrentState implements State {
  private final RecurrentWeights weights;
  private final float[][] outputs;
  private final float[][] cells;

  RecurrentState(RecurrentWeights weights) {
    this.weights = weights;
    this.outputs = new float[weights.layers().length][weights.hidden()];
    this.cells = new float[weights.layers().length][weights.hidden()];
  }

  /** The outputs of a layer, hidden long; changed by a step. */
  float[] outputs(int layer) {
    return outputs[layer];
  }

  /** The cells of a layer, hidden long; changed by a step. */
  float[] cells(int layer) {
    return cells[layer];
  }

  @Override
  public void advance(int token) {
    RecurrentStep.advance(weights, new RecurrentState[] {this}, new int[] {token});
  }

  @Override
  public void advance(int[] tokens) {
    RecurrentStep.advance(weights, this, tokens);
  }

  @Override
  public void logProbabilities(float[] out) {
    RecurrentStep.logProbabilities(weights, new RecurrentState[] {this}, new float[][] {out});
  }

  @Override
  public RecurrentState copy() {
    RecurrentState copy = new RecurrentState(weights);
    for (int i = 0; i < outputs.length; i++) {
      System.arraycopy(outputs[i], 0, copy.outputs[i], 0, outputs[i].length);
      System.arraycopy(cells[i], 0, copy.cells[i], 0, cells[i].length);
    }
    return copy;
  }
}
