package io.mynah.lm.numeric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products by oneDNN with factors rounded to bfloat16 and sums in single precision. Used by
 * one thread at a time.
 */
final class Bfloat16Products implements Products {
  private final OneDnn library = new OneDnn();
  private final List<Pointer> copies = new ArrayList<>();
  private final Map<Integer, OneDnn.Rounding> roundings = new HashMap<>();
  private @Nullable OffHeap staging;

  /** A matrix and its rounded copy. */
  private final class Matrix implements Factor {
    private final OffHeap memory;
    private final ShortPointer copy;
    private final long at;
    private final int rows;
    private final int columns;
    private final OneDnn.Matrix rounded;
    private final Runnable rounding;

    Matrix(OffHeap memory, ShortPointer copy, long at, int rows, int columns) {
      this.memory = memory;
      this.copy = copy;
      this.at = at;
      this.rows = rows;
      this.columns = columns;
      // A method that takes any pointer would count a position in bytes, so the address itself is
      // moved.
      Pointer start = copy.getPointer(at);
      rounded = new OneDnn.Matrix(rows, columns, false, start);
      OneDnn.Matrix exact =
          new OneDnn.Matrix(rows, columns, false, memory.pointer().getPointer(at));
      rounding = library.rounding(exact, rounded);
    }

    @Override
    public void changed() {
      rounding.run();
    }

    OneDnn.Matrix rounded(boolean transpose) {
      return transpose ? rounded.transposed() : rounded;
    }
  }

  @Override
  public Factor factor(OffHeap memory, int rows, int columns) {
    ShortPointer copy = new ShortPointer((long) rows * columns);
    copies.add(copy);
    return new Matrix(memory, copy, 0, rows, columns);
  }

  @Override
  public Factor rows(Factor whole, int from, int count) {
    Matrix matrix = (Matrix) whole;
    long at = matrix.at + (long) from * matrix.columns;
    if (from + count > matrix.rows) {
      throw new IllegalArgumentException("there are " + matrix.rows + " rows");
    }
    return new Matrix(matrix.memory, matrix.copy, at, count, matrix.columns);
  }

  @Override
  public Product product(
      Factor a, boolean transposeA, Factor b, boolean transposeB, boolean add, OffHeap c, long at) {
    OneDnn.Matrix left = ((Matrix) a).rounded(transposeA);
    OneDnn.Matrix right = ((Matrix) b).rounded(transposeB);
    OneDnn.Matrix result =
        new OneDnn.Matrix(left.rows(), right.columns(), false, c.pointer().getPointer(at));
    return library.product(left, right, add, result)::run;
  }

  /** Numbers of bfloat16 in native memory. */
  private record Numbers(ShortPointer memory) implements Storage {
    /**
     * A pointer to a position. A method that takes any pointer would count a position in bytes, so
     * the address itself is moved.
     */
    Pointer at(int place, int count) {
      Objects.checkFromIndexSize((long) place, count, memory.capacity());
      return memory.getPointer(place);
    }
  }

  @Override
  public Storage storage(int length) {
    ShortPointer memory = new ShortPointer((long) length);
    copies.add(memory);
    return new Numbers(memory);
  }

  @Override
  public void put(Storage to, int at, float[] values, int from, int count) {
    if (staging == null || staging.length() < count) {
      close(staging);
      staging = OffHeap.allocate(count);
    }
    staging.put(0, values, from, count);
    rounding(count).run(staging.pointer(), ((Numbers) to).at(at, count));
  }

  @Override
  public void copy(OffHeap from, Storage to, int at, int count) {
    rounding(count).run(from.pointer().getPointer(at), ((Numbers) to).at(at, count));
  }

  private OneDnn.Rounding rounding(int count) {
    return roundings.computeIfAbsent(count, library::rounding);
  }

  @Override
  public Product product(Block a, Block b, boolean add, OffHeap c, int at, int distance) {
    OneDnn.Matrix left = matrix(a);
    OneDnn.Matrix right = matrix(b);
    OneDnn.Matrix result =
        new OneDnn.Matrix(
            left.count(),
            distance,
            left.rows(),
            right.columns(),
            false,
            c.pointer().getPointer(at));
    return library.product(left, right, add, result)::run;
  }

  private static OneDnn.Matrix matrix(Block block) {
    OneDnn.Matrix matrix =
        new OneDnn.Matrix(
            block.count(),
            block.distance(),
            block.rows(),
            block.columns(),
            false,
            ((Numbers) block.storage()).at(block.at(), 1));
    return block.transposed() ? matrix.transposed() : matrix;
  }

  private static void close(@Nullable OffHeap memory) {
    if (memory != null) {
      memory.close();
    }
  }

  @Override
  public void close() {
    close(staging);
    library.close();
    copies.forEach(Pointer::close);
    copies.clear();
  }
}
