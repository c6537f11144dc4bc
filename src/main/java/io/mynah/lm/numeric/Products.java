package io.mynah.lm.numeric;

/**
 * Makes the products of matrices that a layer consists of: each is prepared once, for memory that
 * stays where it is, and run many times. Row-major throughout. What was made lives as long as this,
 * and is used by one thread at a time.
 */
public interface Products extends AutoCloseable {
  /** A matrix in native memory, as a factor of products. */
  interface Factor {
    /** Takes up the numbers that now stand there; to be called before a product that reads them. */
    void changed();
  }

  /** A product that can be run again and again. */
  interface Product {
    void run();
  }

  /**
   * A matrix that stands at the beginning of some memory.
   *
   * @param rows not more than there are
   */
  Factor factor(OffHeap memory, int rows, int columns);

  /** Some rows of a factor: a factor of its own, over the same memory. */
  Factor rows(Factor whole, int from, int count);

  /**
   * Prepares C ← A·B, or C ← C + A·B, A and B being turned first where that is asked for.
   *
   * @param c where C begins
   * @param at floats from there to the first of C
   */
  Product product(
      Factor a, boolean transposeA, Factor b, boolean transposeB, boolean add, OffHeap c, long at);

  /** Makes room for numbers that are to be factors; it lives as long as this. */
  Storage storage(int length);

  /** Numbers as exact as factors are here; also for the products of others of this precision. */
  interface Storage {}

  /** Writes {@code values[from..from + count)} to the places of a storage from {@code at} on. */
  void put(Storage to, int at, float[] values, int from, int count);

  /** Writes the numbers of the places from {@code at} on as they stand in some memory. */
  void copy(OffHeap from, Storage to, int at, int count);

  /**
   * Matrices of one shape in a storage.
   *
   * @param at the place of the first number
   * @param count how many matrices
   * @param distance from the first number of a matrix to that of the next
   * @param rows of each, as it stands
   * @param columns of each, as it stands
   * @param transposed whether a product takes each with rows and columns exchanged
   */
  record Block(
      Storage storage, int at, int count, int distance, int rows, int columns, boolean transposed) {
    /** One matrix. */
    public static Block of(Storage storage, int at, int rows, int columns) {
      return new Block(storage, at, 1, rows * columns, rows, columns, false);
    }

    /** The same, but with rows and columns exchanged. */
    public Block transpose() {
      return new Block(storage, at, count, distance, rows, columns, !transposed);
    }

    int productRows() {
      return transposed ? columns : rows;
    }

    int productColumns() {
      return transposed ? rows : columns;
    }
  }

  /**
   * Prepares C ← A·B, or C ← C + A·B, for each pair of two blocks.
   *
   * @param c where C stands
   * @param at the place of the first number of the first C
   * @param distance from the first number of a C to that of the next
   */
  Product product(Block a, Block b, boolean add, OffHeap c, int at, int distance);

  @Override
  void close();
}
