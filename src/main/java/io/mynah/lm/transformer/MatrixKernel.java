package io.mynah.lm.transformer;

/** Products of matrices with some vectors. Thread-safe. */
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
}
