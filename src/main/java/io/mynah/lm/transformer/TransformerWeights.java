package io.mynah.lm.transformer;

/**
 * The weights of a transformer. Immutable by convention: nobody writes to the array once the object
 * is made. Thread-safe.
 *
 * @param flat all numbers, in the order of {@link ParameterLayout}
 */
@SuppressWarnings("ArrayRecordComponent") // a large array, never compared
public record TransformerWeights(TransformerShape shape, float[] flat) {
  /**
   * @throws IllegalArgumentException when the count of numbers does not fit the shape
   */
  public TransformerWeights {
    if (flat.length != ParameterLayout.count(shape)) {
      throw new IllegalArgumentException(flat.length + " numbers do not make such a network");
    }
  }
}
