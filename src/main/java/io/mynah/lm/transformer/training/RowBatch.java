package io.mynah.lm.transformer.training;

/**
 * Rows of text side by side. Arrays are [rows, length], rows outermost. Immutable by agreement.
 *
 * @param inputs tokens
 * @param targets the token after each
 * @param weights how much the prediction of each target counts
 * @param begins for each place, the first place of its row that it may attend to
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
public record RowBatch(
    int rows, int length, int[] inputs, int[] targets, float[] weights, int[] begins) {
  public RowBatch(int rows, int length) {
    this(
        rows,
        length,
        new int[rows * length],
        new int[rows * length],
        new float[rows * length],
        new int[rows * length]);
  }

  /** Whether anything counts in some rows. */
  boolean counts(int from, int to) {
    for (int i = from * length; i < to * length; i++) {
      if (weights[i] != 0) {
        return true;
      }
    }
    return false;
  }
}
