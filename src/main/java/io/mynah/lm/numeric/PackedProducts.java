package io.mynah.lm.numeric;

import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.nativeblas.NativeOps;

/**
 * Products of constant matrices with some vectors at once, by oneDNN: factors in bfloat16, sums in
 * single precision. Each call uses the calling thread alone. As many calls run at once as there are
 * processors, each with some MB of native memory that is kept for later ones; others wait.
 * Thread-safe.
 */
public final class PackedProducts {
  /** Most vectors that are multiplied at once; more are multiplied in parts. */
  private static final int MOST = 64;

  /** Numbers of vectors are rounded up to a multiple of this, so that few products are prepared. */
  private static final int STEP = 8;

  /** The largest relative error of a number rounded to bfloat16, with some margin. */
  private static final float ROUNDING = 1f / 200;

  /** Rows of the other factor when a packing is chosen. */
  private static final int TYPICAL = 32;

  private final NativeOps threads = new Nd4jCpu();
  private final Semaphore free = new Semaphore(Runtime.getRuntime().availableProcessors());
  private final Deque<Lane> lanes = new ArrayDeque<>();
  private final Map<Shape, OneDnn.Packing> packings = new HashMap<>();

  private PackedProducts() {}

  /** Made when it is first asked for. */
  private static final class Shared {
    static final @Nullable PackedProducts PRODUCTS = make();

    private Shared() {}

    private static @Nullable PackedProducts make() {
      try {
        return OneDnn.hasBfloat16() ? new PackedProducts() : null;
      } catch (LinkageError e) {
        return null; // no library for this system
      }
    }
  }

  /**
   * The products of this process, or null if the processor has no instructions for them. Loads
   * native libraries, which takes about a second the first time.
   */
  public static @Nullable PackedProducts shared() {
    return Shared.PRODUCTS;
  }

  private record Shape(int rows, int columns) {}

  /** Reads a row of a matrix. */
  @FunctionalInterface
  public interface Rows {
    /**
     * Writes the numbers of a row.
     *
     * @param out [columns]
     */
    void read(int index, float[] out);
  }

  /**
   * Makes a matrix, which the caller has to close, or null if its products would be wrong, as those
   * of some shapes are (in oneDNN 2.5, with 64 rows).
   *
   * @throws OutOfMemoryError when too little native memory is left
   */
  public @Nullable PackedMatrix pack(int rows, int columns, Rows numbers) {
    float[][] probe = {new float[columns]};
    for (int i = 0; i < columns; i++) {
      probe[0][i] = (i % 7 - 3) * 0.5f + 0.25f; // some numbers, exact in bfloat16
    }
    float[] expected = new float[rows];
    float[] tolerance = new float[rows];
    PackedMatrix matrix;
    try (FloatPointer exact = new FloatPointer((long) rows * columns)) {
      FloatBuffer buffer = exact.asBuffer();
      float[] row = new float[columns];
      for (int i = 0; i < rows; i++) {
        numbers.read(i, row);
        buffer.put(row);
        for (int j = 0; j < columns; j++) {
          float term = row[j] * probe[0][j];
          expected[i] += term;
          tolerance[i] += Math.abs(term) * ROUNDING;
        }
      }
      int before = alone();
      try {
        matrix = new PackedMatrix(rows, columns, packing(rows, columns), exact);
      } finally {
        threads.setOmpNumThreads(before);
      }
    }
    boolean right = false;
    try {
      right =
          isRight(matrix, probe[0], 1, expected, tolerance)
              && isRight(matrix, probe[0], MOST, expected, tolerance);
      return right ? matrix : null;
    } finally {
      if (!right) {
        matrix.close();
      }
    }
  }

  /** Whether the product with a vector, given so many times, is as expected each time. */
  private boolean isRight(
      PackedMatrix matrix, float[] vector, int times, float[] expected, float[] tolerance) {
    float[][] probes = new float[times][];
    Arrays.fill(probes, vector);
    float[][] found = new float[times][expected.length];
    run(matrix, null, probes, found);
    for (float[] each : found) {
      for (int i = 0; i < expected.length; i++) {
        if (!(Math.abs(each[i] - expected[i]) <= tolerance[i])) {
          return false;
        }
      }
    }
    return true;
  }

  private synchronized OneDnn.Packing packing(int rows, int columns) {
    return packings.computeIfAbsent(
        new Shape(rows, columns),
        shape ->
            OneDnn.packing(TYPICAL, new OneDnn.Matrix(rows, columns, false, null).transposed()));
  }

  /**
   * What is added to a matrix, as two factors.
   *
   * @param down [rank, columns]
   * @param up [rows, rank]
   */
  public record LowRank(PackedMatrix down, PackedMatrix up) {}

  /**
   * y ← W·x, or y ← W·x + up·(down·x), for each of some vectors.
   *
   * @param x [vectors][columns]
   * @param y [vectors][rows or more], written
   * @return whether it was done; false if a matrix is closed
   * @throws OutOfMemoryError when too little native memory is left
   */
  public boolean multiply(PackedMatrix w, @Nullable LowRank more, float[][] x, float[][] y) {
    PackedMatrix[] all = more == null ? array(w) : array(w, more.down, more.up);
    int acquired = 0;
    while (acquired < all.length && all[acquired].acquire()) {
      acquired++;
    }
    try {
      if (acquired == all.length) {
        run(w, more, x, y);
      }
      return acquired == all.length;
    } finally {
      for (int i = 0; i < acquired; i++) {
        all[i].release();
      }
    }
  }

  private static PackedMatrix[] array(PackedMatrix... all) {
    return all;
  }

  private void run(PackedMatrix w, @Nullable LowRank more, float[][] x, float[][] y) {
    free.acquireUninterruptibly();
    try {
      Lane lane = take();
      int before = alone();
      try {
        for (int from = 0; from < x.length; from += MOST) {
          lane.run(w, more, x, y, from, Math.min(x.length, from + MOST));
        }
      } finally {
        threads.setOmpNumThreads(before);
        give(lane);
      }
    } finally {
      free.release();
    }
  }

  /**
   * Makes the library work in the calling thread alone, since its threads would wait for each other
   * on a busy machine.
   *
   * @return how many threads it had, to be set again
   */
  private int alone() {
    int before = threads.ompGetMaxThreads();
    threads.setOmpNumThreads(1);
    return before;
  }

  private Lane take() {
    synchronized (lanes) {
      Lane lane = lanes.poll();
      return lane == null ? new Lane() : lane;
    }
  }

  private void give(Lane lane) {
    synchronized (lanes) {
      lanes.push(lane);
    }
  }

  /** Memory for the vectors of one call, and what was prepared for them. For one call at a time. */
  private static final class Lane {
    private final OneDnn library = new OneDnn();
    private final Map<Key, OneDnn.PackedProduct> products = new HashMap<>();
    private final Map<Integer, OneDnn.Rounding> roundings = new HashMap<>();
    private FloatPointer x = new FloatPointer(1);
    private FloatPointer y = new FloatPointer(1);
    private ShortPointer rounded = new ShortPointer(1);
    private ShortPointer narrow = new ShortPointer(1);

    /** What decides how a product is prepared. */
    private record Key(int count, int rows, int columns, boolean add, boolean rounded) {}

    void run(
        PackedMatrix w, @Nullable LowRank more, float[][] in, float[][] out, int from, int to) {
      int count = (to - from + STEP - 1) / STEP * STEP;
      int columns = w.columns();
      int rows = w.rows();
      x = ofLength(x, count * columns);
      y = ofLength(y, count * rows);
      rounded = ofLength(rounded, count * columns);
      FloatBuffer vectors = x.asBuffer();
      for (int i = from; i < to; i++) {
        vectors.put(in[i], 0, columns);
      }
      roundings.computeIfAbsent(count * columns, library::rounding).run(x, rounded);
      run(count, w, rounded, false, y, false);
      if (more != null) {
        narrow = ofLength(narrow, count * more.down.rows());
        run(count, more.down, rounded, false, narrow, true);
        run(count, more.up, narrow, true, y, false);
      }
      FloatBuffer results = y.asBuffer();
      for (int i = from; i < to; i++) {
        results.get(out[i], 0, rows);
      }
    }

    private void run(
        int count, PackedMatrix w, Pointer from, boolean add, Pointer to, boolean half) {
      products
          .computeIfAbsent(
              new Key(count, w.rows(), w.columns(), add, half),
              key -> library.product(count, w.packed().packing(), add, half))
          .run(from, w.packed(), to);
    }

    private static FloatPointer ofLength(FloatPointer memory, int length) {
      if (memory.capacity() >= length) {
        return memory;
      }
      FloatPointer longer = new FloatPointer((long) length);
      memory.close();
      return longer;
    }

    private static ShortPointer ofLength(ShortPointer memory, int length) {
      if (memory.capacity() >= length) {
        return memory;
      }
      ShortPointer longer = new ShortPointer((long) length);
      memory.close();
      return longer;
    }
  }
}
