package io.mynah.lm.transformer;

import java.util.Arrays;

/** Products of matrices with some vectors, and of vectors with rows. Thread-safe. */
interface MatrixKernel {
  /** A matrix in the form in which a kernel reads it. Immutable and thread-safe. */
  interface Matrix {
    /** How many numbers the product with a vector has. */
    int rows();

    /** Writes the numbers of a row. */
    void row(int index, float[] out);

    /** Memory held besides the numbers that it was made of, in bytes. */
    long sizeInBytes();
  }

  /**
   * Brings a matrix into the form, which may be less exact than the numbers are.
   *
   * @param numbers its rows stand one after another from {@code from} on; not written to afterwards
   */
  Matrix matrix(float[] numbers, int from, int rows, int columns);

  /**
   * y ← W·x for each of some vectors. Each gets to the last bit what it would get alone.
   *
   * @param w of this kernel
   * @param x [vectors][columns]
   * @param y [vectors][rows or more], written
   */
  void multiply(Matrix w, float[][] x, float[][] y);

  /**
   * Products of a vector with columns.
   *
   * @param x stands from {@code at} on, {@code rows} long
   * @param matrix its rows stand one after another from {@code start} on
   * @param out [columns], written; how long it is says how many columns there are
   */
  default void dots(float[] x, int at, int rows, float[] matrix, int start, float[] out) {
    Arrays.fill(out, 0);
    for (int row = 0; row < rows; row++) {
      float factor = x[at + row];
      int first = start + row * out.length;
      for (int i = 0; i < out.length; i++) {
        out[i] += factor * matrix[first + i];
      }
    }
  }

  /**
   * Adds rows, each multiplied by a factor.
   *
   * @param factors at the rows' numbers
   * @param from the first row
   * @param to the row after the last
   * @param rows row r stands from {@code start + r·stride} on
   * @param sum added to from {@code at} on, {@code width} long
   */
  default void addRows(
      float[] factors,
      int from,
      int to,
      float[] rows,
      int start,
      int stride,
      int width,
      float[] sum,
      int at) {
    for (int row = from; row < to; row++) {
      float factor = factors[row];
      int first = start + row * stride;
      for (int i = 0; i < width; i++) {
        sum[at + i] += factor * rows[first + i];
      }
    }
  }
}
