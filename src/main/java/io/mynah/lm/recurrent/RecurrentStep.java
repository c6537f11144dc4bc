package io.mynah.lm.recurrent;

import io.mynah.lm.numeric.Curves;
import java.util.Arrays;

/**
 * Runs a step of several states at once. A step of one state takes as long as reading all weights;
 * here a few rows of them are used for all states while they are in the cache. Plain loops over
 * whole arrays, which the JIT vectorises. Each state gets bit for bit what it would get alone.
 * Thread-safe.
 */
final class RecurrentStep {
  private RecurrentStep() {}

  /**
   * Columns of a product that are computed at a time, so that what is read again stays in the
   * cache.
   */
  private static final int COLUMNS = 1024;

  /** Tokens of one state whose input products are computed together. */
  private static final int AT_ONCE = 16;

  /**
   * Advances each state by one token.
   *
   * @param tokens one per state
   */
  static void advance(RecurrentWeights weights, RecurrentState[] states, int[] tokens) {
    float[][] below = embeddings(weights, tokens);
    float[] squashed = new float[weights.hidden()];
    for (int i = 0; i < weights.layers().length; i++) {
      RecurrentWeights.Layer layer = weights.layers()[i];
      float[][] gates = inputProducts(below, layer);
      addProducts(outputs(states, i), layer.recurrent(), gates);
      for (int s = 0; s < states.length; s++) {
        pass(layer, gates[s], states[s], i, squashed);
      }
      below = outputs(states, i);
    }
  }

  /**
   * Advances one state by several tokens, one after another; the input weights are read once for
   * many.
   *
   * @param tokens in order
   */
  static void advance(RecurrentWeights weights, RecurrentState state, int[] tokens) {
    RecurrentState[] states = {state};
    float[] squashed = new float[weights.hidden()];
    for (int from = 0; from < tokens.length; from += AT_ONCE) {
      int[] part = Arrays.copyOfRange(tokens, from, Math.min(tokens.length, from + AT_ONCE));
      float[][] below = embeddings(weights, part);
      for (int i = 0; i < weights.layers().length; i++) {
        RecurrentWeights.Layer layer = weights.layers()[i];
        float[][] gates = inputProducts(below, layer);
        for (int t = 0; t < part.length; t++) {
          addProducts(outputs(states, i), layer.recurrent(), new float[][] {gates[t]});
          pass(layer, gates[t], state, i, squashed);
          below[t] = state.outputs(i).clone();
        }
      }
    }
  }

  private static float[][] inputProducts(float[][] below, RecurrentWeights.Layer layer) {
    float[][] gates = new float[below.length][layer.bias().length];
    addProducts(below, layer.input(), gates);
    return gates;
  }

  private static void pass(
      RecurrentWeights.Layer layer, float[] gates, RecurrentState state, int i, float[] squashed) {
    float[] cells = state.cells(i);
    LstmGates.forward(
        gates, layer.bias(), cells, cells, squashed, state.outputs(i), 1, squashed.length);
  }

  private static float[][] embeddings(RecurrentWeights weights, int[] tokens) {
    int vocabulary = weights.vocabulary();
    float[][] features = new float[tokens.length][weights.hidden()];
    for (int s = 0; s < tokens.length; s++) {
      if (tokens[s] < 0 || tokens[s] >= vocabulary) {
        throw new IllegalArgumentException("no token " + tokens[s] + " among " + vocabulary);
      }
      for (int k = 0; k < weights.hidden(); k++) {
        features[s][k] = weights.table()[k][tokens[s]];
      }
    }
    return features;
  }

  private static float[][] outputs(RecurrentState[] states, int layer) {
    float[][] outputs = new float[states.length][];
    Arrays.setAll(outputs, s -> states[s].outputs(layer));
    return outputs;
  }

  /**
   * Writes ln P of every next token for each state.
   *
   * @param out states × vocabulary
   */
  static void logProbabilities(RecurrentWeights weights, RecurrentState[] states, float[][] out) {
    int vocabulary = weights.vocabulary();
    for (int s = 0; s < states.length; s++) {
      if (out[s].length < vocabulary) {
        throw new IllegalArgumentException("room for " + vocabulary + " tokens is needed");
      }
      System.arraycopy(weights.bias(), 0, out[s], 0, vocabulary);
    }
    addProducts(outputs(states, weights.layers().length - 1), weights.table(), out);
    for (int s = 0; s < states.length; s++) {
      Curves.logSoftmax(out[s], vocabulary);
    }
  }

  /**
   * to ← to + x·matrix, for each x.
   *
   * @param x states × rows
   * @param matrix rows × columns
   * @param to states × columns
   */
  private static void addProducts(float[][] x, float[][] matrix, float[][] to) {
    int columns = matrix[0].length;
    for (int from = 0; from < columns; from += COLUMNS) {
      addProducts(x, matrix, to, from, Math.min(columns, from + COLUMNS));
    }
  }

  private static void addProducts(float[][] x, float[][] matrix, float[][] to, int from, int end) {
    int row = 0;
    for (; row + 3 < matrix.length; row += 4) {
      for (int s = 0; s < x.length; s++) {
        addFour(matrix, x[s], row, to[s], from, end);
      }
    }
    for (; row < matrix.length; row++) {
      for (int s = 0; s < x.length; s++) {
        addOne(matrix[row], x[s][row], to[s], from, end);
      }
    }
  }

  /**
   * Adds four rows of the matrix at a time, so that the result is read and written a fourth as
   * often.
   */
  private static void addFour(float[][] matrix, float[] x, int row, float[] to, int from, int end) {
    float[] first = matrix[row];
    float[] second = matrix[row + 1];
    float[] third = matrix[row + 2];
    float[] fourth = matrix[row + 3];
    float a = x[row];
    float b = x[row + 1];
    float c = x[row + 2];
    float d = x[row + 3];
    for (int j = from; j < end; j++) {
      to[j] += (a * first[j] + b * second[j]) + (c * third[j] + d * fourth[j]);
    }
  }

  private static void addOne(float[] row, float a, float[] to, int from, int end) {
    for (int j = from; j < end; j++) {
      to[j] += a * row[j];
    }
  }
}
