package io.mynah.lm.transformer;

/**
 * The numbers of a network's adapters in single precision. Immutable by convention: nobody writes
 * to the array.
 *
 * @param values one flat array in the order of the layout
 */
@SuppressWarnings("ArrayRecordComponent") // a large array, never compared
public record Adapters(AdapterLayout layout, float[] values) {
  /**
   * @throws IllegalArgumentException when the count of numbers does not fit the layout
   */
  public Adapters {
    if (values.length != layout.length()) {
      throw new IllegalArgumentException(values.length + " numbers do not make such adapters");
    }
  }
}
