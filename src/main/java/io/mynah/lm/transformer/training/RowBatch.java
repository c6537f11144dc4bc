package io.mynah.lm.transformer.training;

/**
 * Rows of text that are processed together. Arrays are [rows, length], rows outermost. Immutable by
 * convention.
 *
 * @param inputs tokens
 * @param targets the token after each
 * @param weights how much the prediction of each target counts
 * @param begins for each place, the first place of its row that it may attend to
 */
@SuppressWarnings("ArrayRecordComponent") // plain data holder, never compared
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

  /** Whether any target of some rows has a weight. */
  boolean counts(int from, int to) {
    for (int i = from * length; i < to * length; i++) {
      if (weights[i] != 0) {
        return true;
      }
    }
    return false;
  }
}
