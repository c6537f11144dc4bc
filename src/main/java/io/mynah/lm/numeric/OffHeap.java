package io.mynah.lm.numeric;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A contiguous native array of floats behind an ND4J array. It gives a pointer for matrix products,
 * and bulk copies to and from Java arrays for everything between products, since the JIT vectorises
 * plain loops over arrays but not over native memory. Several threads may use ranges that do not
 * overlap.
 */
public final class OffHeap implements AutoCloseable {
  /** A Java buffer has at most 2 GiB, so larger memory needs several. */
  private static final int WINDOW = 1 << 27;

  private static final AtomicInteger OPEN = new AtomicInteger();
  private static final AtomicLong BYTES = new AtomicLong();

  private final INDArray array;
  private final boolean owned;
  private final FloatPointer pointer;
  private final int window;

  /** Each begins a window after the one before, and reaches to the end of the next. */
  private final FloatBuffer[] buffers;

  private OffHeap(INDArray array, boolean owned, int window) {
    this.array = array;
    this.owned = owned;
    this.window = window;
    // A view's address is computed once, since neither parameters nor these buffers ever move.
    FloatPointer start = new FloatPointer(array.data().addressPointer());
    this.pointer = start.capacity(array.length());
    this.buffers = new FloatBuffer[(int) ((array.length() + window - 1) / window)];
    for (int i = 0; i < buffers.length; i++) {
      long from = (long) i * window;
      FloatPointer part = pointer.getPointer(from);
      buffers[i] = part.capacity(Math.min(2L * window, array.length() - from)).asBuffer();
    }
  }

  /** Allocates zeros of a shape, in C order. */
  public static OffHeap allocate(long... shape) {
    return allocate(WINDOW, shape);
  }

  /**
   * @param window floats between the beginnings of two buffers
   */
  static OffHeap allocate(int window, long[] shape) {
    OffHeap memory = new OffHeap(Nd4j.create(DataType.FLOAT, shape, 'c'), true, window);
    OPEN.incrementAndGet();
    BYTES.addAndGet(memory.array.length() * Float.BYTES);
    return memory;
  }

  /** Wraps the memory of a contiguous array or view, which its owner has to close. */
  public static OffHeap of(INDArray contiguous) {
    if (contiguous.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException("floats expected, not " + contiguous.dataType());
    }
    return new OffHeap(contiguous, false, WINDOW);
  }

  /** Wraps the memory of one parameter or gradient of a layer. */
  public static OffHeap of(@Nullable Map<String, INDArray> table, String key) {
    INDArray array = table == null ? null : table.get(key);
    if (array == null) {
      throw new IllegalStateException("nothing under the key " + key);
    }
    return of(array);
  }

  public INDArray array() {
    return array;
  }

  public int length() {
    return Math.toIntExact(array.length());
  }

  public FloatPointer pointer() {
    return pointer;
  }

  public FloatPointer at(long offset) {
    return new FloatPointer(pointer).position(offset);
  }

  /** Copies {@code to.length} floats from index {@code from} on to an array. */
  public void get(int from, float[] to) {
    get(from, to, 0, to.length);
  }

  /** Copies {@code count} floats from index {@code from} on to {@code to[start..start + count)}. */
  public void get(int from, float[] to, int start, int count) {
    for (int done = 0; done < count; done += window) {
      int at = from + done;
      int part = Math.min(window, count - done);
      buffers[at / window].get(at % window, to, start + done, part);
    }
  }

  /** Copies a whole array to index {@code to} and following. */
  public void put(int to, float[] from) {
    put(to, from, 0, from.length);
  }

  /** Copies {@code from[start..start + count)} to index {@code to} and following. */
  public void put(int to, float[] from, int start, int count) {
    for (int done = 0; done < count; done += window) {
      int at = to + done;
      int part = Math.min(window, count - done);
      buffers[at / window].put(at % window, from, start + done, part);
    }
  }

  /** Copies {@code count} floats from the same position of other memory. */
  public void copy(OffHeap from, int at, int count) {
    int most = Math.min(window, from.window);
    for (int done = 0; done < count; done += most) {
      int place = at + done;
      int part = Math.min(most, count - done);
      FloatBuffer source = from.buffers[place / from.window];
      buffers[place / window].put(place % window, source, place % from.window, part);
    }
  }

  /** Writes zeros. */
  public void clear() {
    Pointer.memset(pointer, 0, (long) length() * Float.BYTES);
  }

  /** A copy of all floats, as one flat array. */
  public float[] toArray() {
    float[] all = new float[length()];
    get(0, all);
    return all;
  }

  /** How many allocations are not closed yet; no other counter knows about ND4J's arrays. */
  public static int open() {
    return OPEN.get();
  }

  /** Bytes of native memory in use: allocations of this class, and copies of them as factors. */
  public static long bytes() {
    return BYTES.get() + Pointer.totalBytes();
  }

  /** Frees the memory if this object allocated it. Idempotent. */
  @Override
  public void close() {
    if (owned && array.closeable()) {
      BYTES.addAndGet(-array.length() * Float.BYTES);
      array.close();
      OPEN.decrementAndGet();
    }
  }
}
