package io.mynah.lm.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Products of matrices that are rounded to bfloat16 first and summed in single precision, by
 * oneDNN. Used by one thread at a time.
 */
final class Bfloat16Products implements Products {
  private final OneDnn library = new OneDnn();
  private final List<Pointer> copies = new ArrayList<>();

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
      // What takes any pointer would count a position in bytes: the address itself moves.
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

  @Override
  public void close() {
    library.close();
    copies.forEach(Pointer::close);
    copies.clear();
  }
}
