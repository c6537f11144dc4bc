package io.mynah.lm.transformer;

/**
 * A kernel with plain loops over single precision, with the same rounded numbers as the vector
 * kernel. The matrix is stored transposed, with an array for each column, because the JIT
 * vectorises a loop over arrays that all begin at index 0, but not a sum. Thread-safe.
 */
final class PlainKernel implements MatrixKernel {
  /** Rows that are computed at a time, so that what is read again stays in the cache. */
  private static final int ROWS = 1024;

  /** A transposed matrix, columns × rows. */
  @SuppressWarnings("ArrayRecordComponent") // large arrays, never compared
  private record Columns(int rows, float[][] numbers) implements Matrix {
    @Override
    public int columns() {
      return numbers.length;
    }

    @Override
    public void row(int index, float[] out) {
      for (int i = 0; i < numbers.length; i++) {
        out[i] = numbers[i][index];
      }
    }

    @Override
    public void columns(int from, int count, float[] out) {
      for (int i = 0; i < count; i++) {
        System.arraycopy(numbers[from + i], 0, out, i * rows, rows);
      }
    }

    @Override
    public long sizeInBytes() {
      return (long) Float.BYTES * rows * numbers.length;
    }
  }

  @Override
  public Matrix matrix(QuantizedMatrix rounded) {
    float[][] transposed = new float[rounded.columns()][rounded.rows()];
    for (int row = 0; row < rounded.rows(); row++) {
      for (int column = 0; column < rounded.columns(); column++) {
        transposed[column][row] = rounded.get(row, column);
      }
    }
    return new Columns(rounded.rows(), transposed);
  }

  @Override
  public void add(Matrix w, float[][] x, float[][] y) {
    Columns matrix = (Columns) w;
    for (int from = 0; from < matrix.rows; from += ROWS) {
      add(matrix.numbers, x, y, from, Math.min(matrix.rows, from + ROWS));
    }
  }

  private static void add(float[][] columns, float[][] x, float[][] y, int from, int to) {
    int column = 0;
    for (; column + 3 < columns.length; column += 4) {
      for (int i = 0; i < x.length; i++) {
        addFour(columns, x[i], column, y[i], from, to);
      }
    }
    for (; column < columns.length; column++) {
      for (int i = 0; i < x.length; i++) {
        addOne(columns[column], x[i][column], y[i], from, to);
      }
    }
  }

  /** Adds four columns at a time, so that the result is read and written a fourth as often. */
  private static void addFour(
      float[][] columns, float[] x, int column, float[] y, int from, int to) {
    float[] first = columns[column];
    float[] second = columns[column + 1];
    float[] third = columns[column + 2];
    float[] fourth = columns[column + 3];
    float a = x[column];
    float b = x[column + 1];
    float c = x[column + 2];
    float d = x[column + 3];
    for (int i = from; i < to; i++) {
      y[i] += (a * first[i] + b * second[i]) + (c * third[i] + d * fourth[i]);
    }
  }

  private static void addOne(float[] column, float a, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] += a * column[i];
    }
  }
}
