package io.mynah.lm.dl4j;

import io.mynah.lm.State;
import java.util.Arrays;

/** Outputs and cells of every layer after the tokens so far. Used by one thread at a time. */
final class RecurrentState implements State {
  private final RecurrentWeights weights;
  private final float[][] outputs;
  private final float[][] cells;
  private final float[] gates;
  private final float[] squashed;
  private final float[] features;

  RecurrentState(RecurrentWeights weights) {
    int hidden = weights.hidden();
    this.weights = weights;
    this.outputs = new float[weights.layers().length][hidden];
    this.cells = new float[weights.layers().length][hidden];
    this.gates = new float[4 * hidden];
    this.squashed = new float[hidden];
    this.features = new float[hidden];
  }

  @Override
  public void advance(int token) {
    int vocabulary = weights.vocabulary();
    if (token < 0 || token >= vocabulary) {
      throw new IllegalArgumentException("no token " + token + " among " + vocabulary);
    }
    int hidden = weights.hidden();
    for (int k = 0; k < hidden; k++) {
      features[k] = weights.table()[k * vocabulary + token];
    }
    float[] below = features;
    for (int i = 0; i < outputs.length; i++) {
      RecurrentWeights.Layer layer = weights.layers()[i];
      Arrays.fill(gates, 0f);
      addProduct(below, layer.input(), gates);
      addProduct(outputs[i], layer.recurrent(), gates);
      LstmGates.forward(gates, layer.bias(), cells[i], cells[i], squashed, outputs[i], 1, hidden);
      below = outputs[i];
    }
  }

  @Override
  public void logProbabilities(float[] out) {
    int vocabulary = weights.vocabulary();
    if (out.length < vocabulary) {
      throw new IllegalArgumentException("room for " + vocabulary + " tokens is needed");
    }
    System.arraycopy(weights.bias(), 0, out, 0, vocabulary);
    addProduct(outputs[outputs.length - 1], weights.table(), out);
    float max = Curves.max(out, 0, vocabulary);
    double shift = max + Math.log(sumOfExponentials(out, vocabulary, max));
    float by = (float) shift;
    for (int i = 0; i < vocabulary; i++) {
      out[i] -= by;
    }
  }

  private static double sumOfExponentials(float[] logits, int count, float max) {
    float[] block = new float[Math.min(count, 1024)];
    double sum = 0;
    for (int at = 0; at < count; at += block.length) {
      int length = Math.min(block.length, count - at);
      System.arraycopy(logits, at, block, 0, length);
      Curves.exp(block, 0, length, max);
      sum += Curves.sum(block, 0, length);
    }
    return sum;
  }

  /** to ← to + x·matrix; the matrix has a row for each x and is as wide as its rows. */
  private static void addProduct(float[] x, float[] matrix, float[] to) {
    int width = matrix.length / x.length;
    int k = 0;
    for (; k + 3 < x.length; k += 4) {
      addFour(matrix, k * width, width, x[k], x[k + 1], x[k + 2], x[k + 3], to);
    }
    for (; k < x.length; k++) {
      addOne(matrix, k * width, width, x[k], to);
    }
  }

  private static void addFour(
      float[] m, int at, int width, float a, float b, float c, float d, float[] to) {
    int second = at + width;
    int third = second + width;
    int fourth = third + width;
    for (int j = 0; j < width; j++) {
      to[j] += (a * m[at + j] + b * m[second + j]) + (c * m[third + j] + d * m[fourth + j]);
    }
  }

  private static void addOne(float[] m, int at, int width, float a, float[] to) {
    for (int j = 0; j < width; j++) {
      to[j] += a * m[at + j];
    }
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
