package io.mynah.lm.transformer;

import io.mynah.lm.numeric.Curves;

/**
 * Products by plain loops over the numbers as they are, in single precision: what a model says
 * before its weights are rounded. Slower than the others, and made for comparisons. Thread-safe.
 */
final class ExactKernel implements MatrixKernel {
  /** Rows that stand one after another in an array that is not this one's own. */
  @SuppressWarnings("ArrayRecordComponent") // a large array, never compared
  private record Rows(float[] numbers, int from, int rows, int columns) implements Matrix {
    @Override
    public void row(int index, float[] out) {
      System.arraycopy(numbers, from + index * columns, out, 0, columns);
    }

    @Override
    public void columns(int first, int count, float[] out) {
      for (int i = 0; i < count * rows; i++) {
        out[i] = numbers[from + i % rows * columns + first + i / rows];
      }
    }

    @Override
    public long sizeInBytes() {
      return (long) Float.BYTES * rows * columns;
    }
  }

  @Override
  public Matrix matrix(QuantizedMatrix rounded) {
    int columns = rounded.columns();
    float[] numbers = new float[rounded.rows() * columns];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = rounded.get(i / columns, i % columns);
    }
    return new Rows(numbers, 0, rounded.rows(), columns);
  }

  @Override
  public Matrix matrix(float[] numbers, int from, int rows, int columns) {
    return new Rows(numbers, from, rows, columns);
  }

  @Override
  public void add(Matrix w, float[][] x, float[][] y) {
    Rows matrix = (Rows) w;
    int at = matrix.from;
    for (int row = 0; row < matrix.rows; row++) {
      for (int i = 0; i < x.length; i++) {
        y[i][row] += Curves.dot(matrix.numbers, at, x[i], 0, matrix.columns);
      }
      at += matrix.columns;
    }
  }
}
