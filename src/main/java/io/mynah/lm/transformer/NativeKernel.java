package io.mynah.lm.transformer;

import io.mynah.lm.numeric.PackedMatrix;
import io.mynah.lm.numeric.PackedProducts;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that multiplies many vectors at once by native products in bfloat16, where the processor
 * has instructions for them, and everything else by another kernel. The native form of a matrix is
 * made when it is first needed. Thread-safe.
 */
final class NativeKernel implements MatrixKernel {
  /** Fewest vectors that native products are faster for. */
  private static final int LEAST = 4;

  /** How long the other kernel is used when there was too little native memory. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final MatrixKernel few;

  /** The time, by {@link System#nanoTime}, of the last lack of native memory. */
  private volatile @Nullable Long lastLack;

  /** Whether the library refused a product, and is not asked again. */
  private volatile boolean refused;

  /** Loaded in another thread, while a model is read. */
  private final CompletableFuture<@Nullable PackedProducts> products =
      CompletableFuture.supplyAsync(PackedProducts::shared);

  /**
   * @param few for few vectors
   */
  NativeKernel(MatrixKernel few) {
    this.few = few;
  }

  private boolean isPresent() {
    return products.join() != null;
  }

  /** A matrix in the form of the other kernel, and in native form. */
  private final class Both implements Matrix {
    private final Matrix plain;
    private @Nullable PackedMatrix packed;

    /** Whether there is no native form: it was freed, or its products would be wrong. */
    private boolean without;

    Both(Matrix plain) {
      this.plain = plain;
    }

    /** The native form, or null if there is none. */
    synchronized @Nullable PackedMatrix packed() {
      PackedProducts library = packed == null && !without ? products.join() : null;
      if (library != null) {
        packed = library.pack(plain.rows(), plain.columns(), plain::row);
        without = packed == null;
      }
      return packed;
    }

    @Override
    public int rows() {
      return plain.rows();
    }

    @Override
    public int columns() {
      return plain.columns();
    }

    @Override
    public void row(int index, float[] out) {
      plain.row(index, out);
    }

    @Override
    public void columns(int from, int count, float[] out) {
      plain.columns(from, count, out);
    }

    /** {@inheritDoc} Includes the native form, made or not, if matrices have one. */
    @Override
    public long sizeInBytes() {
      long more = isPresent() ? (long) Short.BYTES * rows() * columns() : 0;
      return plain.sizeInBytes() + more;
    }

    @Override
    public synchronized void close() {
      without = true;
      if (packed != null) {
        packed.close();
        packed = null;
      }
    }
  }

  @Override
  public Matrix matrix(QuantizedMatrix rounded) {
    return new Both(few.matrix(rounded));
  }

  @Override
  public void add(Matrix w, float[][] x, float[][] y) {
    few.add(((Both) w).plain, x, y);
  }

  @Override
  public void multiply(Matrix w, float[][] x, float[][] y) {
    if (x.length < LEAST || !multiply((Both) w, null, x, y)) {
      few.multiply(((Both) w).plain, x, y);
    }
  }

  @Override
  public void multiply(AdaptedMatrix w, float[][] x, float[][] y) {
    if (x.length < LEAST || !multiply((Both) w.weights(), w.adapter(), x, y)) {
      MatrixKernel.super.multiply(w, x, y);
    }
  }

  /** Multiplies natively; returns false, with y undefined, if that is not possible. */
  private boolean multiply(
      Both w, AdaptedMatrix.@Nullable LowRank adapter, float[][] x, float[][] y) {
    if (refused || isPaused()) {
      return false;
    }
    try {
      return tryToMultiply(w, adapter, x, y);
    } catch (OutOfMemoryError e) {
      lastLack = System.nanoTime(); // asking again at once would take a second each time
      return false;
    } catch (IllegalStateException e) {
      refused = true;
      return false;
    }
  }

  private boolean isPaused() {
    Long lack = lastLack;
    return lack != null && System.nanoTime() - lack < PAUSE.toNanos();
  }

  private boolean tryToMultiply(
      Both w, AdaptedMatrix.@Nullable LowRank adapter, float[][] x, float[][] y) {
    PackedProducts library = products.join();
    PackedMatrix packed = w.packed();
    if (library == null || packed == null) {
      return false;
    }
    if (adapter == null) {
      return library.multiply(packed, null, x, y);
    }
    PackedMatrix down = ((Both) adapter.down()).packed();
    PackedMatrix up = ((Both) adapter.up()).packed();
    return down != null
        && up != null
        && library.multiply(packed, new PackedProducts.LowRank(down, up), x, y);
  }

  @Override
  public void dots(
      float[] x, int at, int rows, float[] matrix, int start, int columns, float[][] out, int to) {
    few.dots(x, at, rows, matrix, start, columns, out, to);
  }

  @Override
  public void addRows(
      float[][] factors,
      int from,
      int to,
      float[] rows,
      int start,
      int stride,
      int width,
      float[] sum,
      int at) {
    few.addRows(factors, from, to, rows, start, stride, width, sum, at);
  }
}
