package io.mynah.lm.transformer.training;

/** Updates of one matrix by Muon in double precision, written down plainly from its definition. */
final class DoubleMuon {
  private final int rows;
  private final int columns;
  private final double[][] mean;

  DoubleMuon(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.mean = new double[rows][columns];
  }

  /**
   * Updates the matrix that begins at some place.
   *
   * @param g the gradient, from the same place on
   */
  void update(double[] w, double[] g, int at, double rate, double decay, double factor) {
    double[][] x = new double[rows][columns];
    double squares = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double own = factor * g[at + i * columns + j];
        mean[i][j] = 0.95 * mean[i][j] + 0.05 * own;
        x[i][j] = 0.95 * mean[i][j] + 0.05 * own;
        squares += x[i][j] * x[i][j];
      }
    }
    x = sum(x, 1 / Math.sqrt(squares), x, 0);
    for (int i = 0; i < 5; i++) {
      double[][] once = product(product(x, transposed(x)), x);
      double[][] twice = product(product(x, transposed(x)), once);
      x = sum(sum(x, 3.4445, once, -4.7750), 1, twice, 2.0315);
    }
    double height = rate * 0.2 * Math.sqrt(Math.max(rows, columns));
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int place = at + i * columns + j;
        w[place] -= rate * decay * w[place] + height * x[i][j];
      }
    }
  }

  static double[][] product(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; j < c[i].length; j++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  static double[][] transposed(double[][] a) {
    double[][] b = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        b[j][i] = a[i][j];
      }
    }
    return b;
  }

  private static double[][] sum(double[][] a, double timesA, double[][] b, double timesB) {
    double[][] c = new double[a.length][a[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < c[i].length; j++) {
        c[i][j] = timesA * a[i][j] + timesB * b[i][j];
      }
    }
    return c;
  }
}
