package io.mynah.lm.numeric;

/**
 * Prepares matrix products and runs them many times. Each product is prepared once, for memory that
 * does not move. Row-major throughout. Everything made here lives until this object is closed. Used
 * by one thread at a time.
 */
public interface Products extends AutoCloseable {
  /** A matrix in native memory, as a factor of products. */
  interface Factor {
    /**
     * Reads the current numbers of the memory; has to be called before a product that uses them.
     */
    void changed();
  }

  /** A prepared product that can be run many times. */
  interface Product {
    void run();
  }

  /**
   * Makes a factor of a matrix at the beginning of some memory.
   *
   * @param rows at most as many as the memory has
   */
  Factor factor(OffHeap memory, int rows, int columns);

  /** Makes a factor of some rows of a factor, over the same memory. */
  Factor rows(Factor whole, int from, int count);

  /**
   * Prepares C ← A·B, or C ← C + A·B, with A and B transposed if requested.
   *
   * @param c the memory of C
   * @param at index of C's first float in that memory
   */
  Product product(
      Factor a, boolean transposeA, Factor b, boolean transposeB, boolean add, OffHeap c, long at);

  /**
   * Allocates a storage for numbers that are used as factors; it lives until this object is closed.
   */
  Storage storage(int length);

  /**
   * An array of numbers with the precision of the factors; products of other objects with this
   * precision can use it, too.
   */
  interface Storage {}

  /** Writes {@code values[from..from + count)} to a storage, from index {@code at} on. */
  void put(Storage to, int at, float[] values, int from, int count);

  /**
   * Copies {@code count} numbers from index {@code at} of some memory to the same index of a
   * storage.
   */
  void copy(OffHeap from, Storage to, int at, int count);

  /**
   * Matrices of one shape in a storage.
   *
   * @param at index of the first number
   * @param count how many matrices
   * @param distance numbers from the beginning of one matrix to that of the next
   * @param rows of each matrix, as stored
   * @param columns of each matrix, as stored
   * @param transposed whether products use each matrix transposed
   */
  record Block(
      Storage storage, int at, int count, int distance, int rows, int columns, boolean transposed) {
    /** One matrix. */
    public static Block of(Storage storage, int at, int rows, int columns) {
      return new Block(storage, at, 1, rows * columns, rows, columns, false);
    }

    /** The same matrices, transposed. */
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
   * Prepares C ← A·B, or C ← C + A·B, for each pair of matrices of two blocks.
   *
   * @param c the memory of the results
   * @param at index of the first number of the first C
   * @param distance numbers from the beginning of one C to that of the next
   */
  Product product(Block a, Block b, boolean add, OffHeap c, int at, int distance);

  @Override
  void close();
}
