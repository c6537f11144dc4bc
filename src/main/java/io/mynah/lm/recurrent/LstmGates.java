package io.mynah.lm.recurrent;

import io.mynah.lm.numeric.Curves;

/**
 * Computes the gates and cells of an LSTM, that is everything but its matrix products (Hochreiter
 * and Schmidhuber, 1997; forget gate: Gers et al., 2000; no peepholes). A row of gates is {@code
 * [input | forget | output | candidate]}, each {@code hidden} long. Plain loops over arrays, which
 * the JIT vectorises. Thread-safe.
 */
public final class LstmGates {
  private LstmGates() {}

  /**
   * Computes one step of some rows.
   *
   * @param gates in: the sums of products, rows × 4·hidden; out: the gates' values
   * @param bias 4·hidden
   * @param before the cells of the step before, rows × hidden
   * @param cells out: the cells, rows × hidden
   * @param squashed out: tanh of the cells, rows × hidden
   * @param output out: output gate × squashed, rows × hidden
   */
  public static void forward(
      float[] gates,
      float[] bias,
      float[] before,
      float[] cells,
      float[] squashed,
      float[] output,
      int rows,
      int hidden) {
    for (int row = 0; row < rows; row++) {
      int at = row * 4 * hidden;
      addBias(gates, at, bias, 4 * hidden);
      Curves.sigmoid(gates, at, at + 3 * hidden);
      Curves.tanh(gates, at + 3 * hidden, at + 4 * hidden);
      cell(gates, at, before, cells, squashed, row * hidden, hidden);
    }
    Curves.tanh(squashed, 0, rows * hidden);
    for (int row = 0; row < rows; row++) {
      output(gates, row * 4 * hidden + 2 * hidden, squashed, output, row * hidden, hidden);
    }
  }

  private static void addBias(float[] gates, int at, float[] bias, int count) {
    for (int j = 0; j < count; j++) {
      gates[at + j] += bias[j];
    }
  }

  private static void cell(
      float[] gates, int at, float[] before, float[] cells, float[] squashed, int to, int hidden) {
    int forget = at + hidden;
    int candidate = at + 3 * hidden;
    for (int j = 0; j < hidden; j++) {
      float c = gates[forget + j] * before[to + j] + gates[at + j] * gates[candidate + j];
      cells[to + j] = c;
      squashed[to + j] = c;
    }
  }

  private static void output(
      float[] gates, int gate, float[] squashed, float[] output, int to, int hidden) {
    for (int j = 0; j < hidden; j++) {
      output[to + j] = gates[gate + j] * squashed[to + j];
    }
  }

  /**
   * Computes the gradients of one step.
   *
   * @param gates the gates' values, rows × 4·hidden
   * @param before the cells of the step before, rows × hidden
   * @param squashed tanh of the cells, rows × hidden
   * @param outputGradient of the loss by the output, rows × hidden
   * @param cellGradient in: of the loss by the cells, from the step after; out: by the cells
   *     before; rows × hidden
   * @param sums out: of the loss by the sums that went into the gates, rows × 4·hidden
   */
  public static void backward(
      float[] gates,
      float[] before,
      float[] squashed,
      float[] outputGradient,
      float[] cellGradient,
      float[] sums,
      int rows,
      int hidden) {
    for (int row = 0; row < rows; row++) {
      int at = row * 4 * hidden;
      int to = row * hidden;
      int forget = at + hidden;
      int out = at + 2 * hidden;
      int candidate = at + 3 * hidden;
      for (int j = 0; j < hidden; j++) {
        float o = gates[out + j];
        float s = squashed[to + j];
        float dh = outputGradient[to + j];
        sums[out + j] = dh * s * o * (1f - o);
        cellGradient[to + j] += dh * o * (1f - s * s);
      }
      for (int j = 0; j < hidden; j++) {
        float i = gates[at + j];
        float g = gates[candidate + j];
        float dc = cellGradient[to + j];
        sums[at + j] = dc * g * i * (1f - i);
        sums[candidate + j] = dc * i * (1f - g * g);
      }
      for (int j = 0; j < hidden; j++) {
        float f = gates[forget + j];
        float dc = cellGradient[to + j];
        sums[forget + j] = dc * before[to + j] * f * (1f - f);
        cellGradient[to + j] = dc * f;
      }
    }
  }
}
