package io.mynah.lm.numeric;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The few matrix and vector operations of training, called directly in OpenBLAS: calls through ND4J
 * take twice as long on matrices of this size. Row-major throughout. Thread-safe.
 */
public final class Blas {
  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;

  private Blas() {}

  /** Loads the native libraries; takes a second or two the first time. */
  public static void load() {
    Nd4j.getBackend();
    Loader.load(openblas.class);
  }

  /** C ← A·B + beta·C, with A of m×k, B of k×n and C of m×n after the requested transpositions. */
  public static void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      FloatPointer a,
      FloatPointer b,
      float beta,
      FloatPointer c) {
    openblas.cblas_sgemm(
        ROW_MAJOR,
        transposeA ? TRANSPOSED : PLAIN,
        transposeB ? TRANSPOSED : PLAIN,
        m,
        n,
        k,
        1f,
        a,
        transposeA ? m : k,
        b,
        transposeB ? k : n,
        beta,
        c,
        n);
  }

  /** The Euclidean length of a vector. */
  public static float norm(int n, FloatPointer x) {
    return openblas.cblas_snrm2(n, x, 1);
  }

  /** x ← factor·x. */
  public static void scale(int n, float factor, FloatPointer x) {
    openblas.cblas_sscal(n, factor, x, 1);
  }
}
