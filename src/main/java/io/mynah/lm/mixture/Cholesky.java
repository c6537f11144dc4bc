package io.mynah.lm.mixture;

/**
 * Solves systems of linear equations with a symmetric, positive definite matrix by Cholesky
 * decomposition.
 */
final class Cholesky {
  private Cholesky() {}

  /**
   * The x for which matrix · x = right.
   *
   * @param matrix n × n; not changed
   * @param right n values; not changed
   * @return n values
   */
  static double[] solve(double[][] matrix, double[] right) {
    int size = right.length;
    double[][] lower = new double[size][size];
    double[] x = new double[size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < row; column++) {
        double rest = matrix[row][column] - product(lower[row], lower[column], column);
        lower[row][column] = rest / lower[column][column];
      }
      lower[row][row] = Math.sqrt(matrix[row][row] - product(lower[row], lower[row], row));
      x[row] = (right[row] - product(lower[row], x, row)) / lower[row][row];
    }
    for (int row = size - 1; row >= 0; row--) {
      x[row] /= lower[row][row];
      for (int above = 0; above < row; above++) {
        x[above] -= lower[row][above] * x[row];
      }
    }
    return x;
  }

  private static double product(double[] a, double[] b, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
