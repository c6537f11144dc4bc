package io.mynah.lm.dl4j;

import java.util.Arrays;

/**
 * A step of several states at once. A step of one state takes as long as reading all weights does;
 * here each few rows of them are used for all states while they are in the cache. Plain loops over
 * whole arrays: the JIT vectorises them. Every state gets to the last bit what it would get alone.
 * Thread-safe.
 */
final class RecurrentStep {
  private RecurrentStep() {}

  /** Takes up a token in each state. */
  static void advance(RecurrentWeights weights, RecurrentState[] states, int[] tokens) {
    float[][] below = embeddings(weights, states.length, tokens);
    float[][] gates = new float[states.length][4 * weights.hidden()];
    float[] squashed = new float[weights.hidden()];
    for (int i = 0; i < weights.layers().length; i++) {
      RecurrentWeights.Layer layer = weights.layers()[i];
      for (float[] each : gates) {
        Arrays.fill(each, 0f);
      }
      addProducts(below, layer.input(), gates);
      addProducts(outputs(states, i), layer.recurrent(), gates);
      for (int s = 0; s < states.length; s++) {
        float[] cells = states[s].cells(i);
        float[] output = states[s].outputs(i);
        LstmGates.forward(
            gates[s], layer.bias(), cells, cells, squashed, output, 1, weights.hidden());
      }
      below = outputs(states, i);
    }
  }

  private static float[][] embeddings(RecurrentWeights weights, int count, int[] tokens) {
    int vocabulary = weights.vocabulary();
    float[][] features = new float[count][weights.hidden()];
    for (int s = 0; s < count; s++) {
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

  /** Writes ln P of every next token for each state. */
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
      normalize(out[s], vocabulary);
    }
  }

  private static void normalize(float[] logits, int count) {
    float max = Curves.max(logits, 0, count);
    float by = (float) (max + Math.log(sumOfExponentials(logits, count, max)));
    for (int i = 0; i < count; i++) {
      logits[i] -= by;
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

  /** to ← to + x·matrix, for each x; the matrix has a row for each number of an x. */
  private static void addProducts(float[][] x, float[][] matrix, float[][] to) {
    int row = 0;
    for (; row + 3 < matrix.length; row += 4) {
      for (int s = 0; s < x.length; s++) {
        addFour(matrix, x[s], row, to[s]);
      }
    }
    for (; row < matrix.length; row++) {
      for (int s = 0; s < x.length; s++) {
        addOne(matrix[row], x[s][row], to[s]);
      }
    }
  }

  /** Four rows at a time, so that the result is read and written a fourth as often. */
  private static void addFour(float[][] matrix, float[] x, int row, float[] to) {
    float[] first = matrix[row];
    float[] second = matrix[row + 1];
    float[] third = matrix[row + 2];
    float[] fourth = matrix[row + 3];
    float a = x[row];
    float b = x[row + 1];
    float c = x[row + 2];
    float d = x[row + 3];
    for (int j = 0; j < first.length; j++) {
      to[j] += (a * first[j] + b * second[j]) + (c * third[j] + d * fourth[j]);
    }
  }

  private static void addOne(float[] row, float a, float[] to) {
    for (int j = 0; j < row.length; j++) {
      to[j] += a * row[j];
    }
  }
}
