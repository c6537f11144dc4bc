package io.mynah.lm.dl4j;

/**
 * Makes the products of matrices that a layer consists of: each is prepared once, for memory that
 * stays where it is, and run many times. Row-major throughout. What was made lives as long as this,
 * and is used by one thread at a time.
 */
interface Products extends AutoCloseable {
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

  @Override
  void close();
}
