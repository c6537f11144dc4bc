package io.mynah.lm.transformer;

import java.util.Arrays;

/** Computes products of matrices with some vectors, and of vectors with rows. Thread-safe. */
interface MatrixKernel {
  /** A matrix in the form that a kernel reads. Immutable and thread-safe. */
  interface Matrix {
    /** The number of rows, which is the length of the product with a vector. */
    int rows();

    /**
     * Writes the numbers of a row.
     *
     * @param out [columns]
     */
    void row(int index, float[] out);

    /** The number of columns, which is the length of that vector. */
    int columns();

    /**
     * Writes the numbers of some columns, one column after another.
     *
     * @param out [count, rows]
     */
    void columns(int from, int count, float[] out);

    /** Memory held, in bytes. */
    long sizeInBytes();

    /** Frees native memory, if any; the matrix can still be used, but slower. Idempotent. */
    default void close() {}
  }

  /** Converts a matrix to this kernel's form. */
  Matrix matrix(QuantizedMatrix rounded);

  /**
   * Converts a matrix to this kernel's form, which may be less exact than the numbers.
   *
   * @param numbers contains the matrix from {@code from} on, row by row; must not be written to
   *     afterwards
   */
  default Matrix matrix(float[] numbers, int from, int rows, int columns) {
    return matrix(QuantizedMatrix.of(numbers, from, rows, columns));
  }

  /**
   * y ← y + W·x for each of some vectors. A result may differ in rounding from that for the vector
   * alone, but is always the same for the same number of vectors.
   *
   * @param w of this kernel
   * @param x [vectors][columns]
   * @param y [vectors][rows or more], added to
   */
  void add(Matrix w, float[][] x, float[][] y);

  /** y ← W·x; otherwise as {@link #add}. */
  default void multiply(Matrix w, float[][] x, float[][] y) {
    for (float[] each : y) {
      Arrays.fill(each, 0, w.rows(), 0);
    }
    add(w, x, y);
  }

  /** y ← W·x, or y ← W·x + up·(down·x) with an adapter; otherwise as {@link #add}. */
  default void multiply(AdaptedMatrix w, float[][] x, float[][] y) {
    multiply(w.weights(), x, y);
    AdaptedMatrix.LowRank adapter = w.adapter();
    if (adapter != null) {
      float[][] narrow = new float[x.length][adapter.down().rows()];
      add(adapter.down(), x, narrow);
      add(adapter.up(), narrow, y);
    }
  }

  /**
   * Computes the dot products of some vectors with the columns of a matrix.
   *
   * @param x contains the vectors one after another from {@code at} on, each {@code rows} long
   * @param matrix contains the rows one after another from {@code start} on
   * @param columns how many columns there are
   * @param out for each vector an array, written from {@code to} on, one per column
   */
  default void dots(
      float[] x, int at, int rows, float[] matrix, int start, int columns, float[][] out, int to) {
    for (int v = 0; v < out.length; v++) {
      Arrays.fill(out[v], to, to + columns, 0);
      for (int row = 0; row < rows; row++) {
        float factor = x[at + v * rows + row];
        int first = start + row * columns;
        for (int i = 0; i < columns; i++) {
          out[v][to + i] += factor * matrix[first + i];
        }
      }
    }
  }

  /**
   * Adds weighted sums of rows.
   *
   * @param factors for each sum an array, indexed by the numbers of the rows
   * @param from the first row
   * @param to the row after the last
   * @param rows row r, of those from the first to the last, begins at {@code start + r·stride}
   * @param sum the sums one after another from {@code at} on, each {@code width} long, added to
   */
  default void addRows(
      float[][] factors,
      int from,
      int to,
      float[] rows,
      int start,
      int stride,
      int width,
      float[] sum,
      int at) {
    for (int v = 0; v < factors.length; v++) {
      for (int row = from; row < to; row++) {
        float factor = factors[v][row];
        int first = start + row * stride;
        for (int i = 0; i < width; i++) {
          sum[at + v * width + i] += factor * rows[first + i];
        }
      }
    }
  }
}
