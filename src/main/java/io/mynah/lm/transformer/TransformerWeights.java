package io.mynah.lm.transformer;

/**
 * The weights of a transformer. Immutable by agreement: nobody writes to the array once the object
 * is made. Thread-safe.
 *
 * @param flat all numbers, in the order of {@link ParameterLayout}
 */
@SuppressWarnings("ArrayRecordComponent") // a large array, never compared
public record TransformerWeights(TransformerShape shape, float[] flat) {
  /**
   * @throws IllegalArgumentException when there are more or fewer numbers than the shape has
   */
  public TransformerWeights {
    if (flat.length != ParameterLayout.count(shape)) {
      throw new IllegalArgumentException(flat.length + " numbers do not make such a network");
    }
  }
}
