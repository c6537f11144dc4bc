package io.mynah.lm.transformer;

import io.mynah.lm.numeric.Floats;

/** The numbers of a network's adapters, with 16 bits each. Immutable and thread-safe. */
public final class Adapters {
  private final AdapterLayout layout;
  private final short[] values;

  private Adapters(AdapterLayout layout, short[] values) {
    this.layout = layout;
    this.values = values;
  }

  /**
   * Rounds numbers to 16 bits.
   *
   * @param values one flat array in the order of the layout
   * @throws IllegalArgumentException when the count of numbers does not fit the layout
   */
  public static Adapters of(AdapterLayout layout, float[] values) {
    if (values.length != layout.length()) {
      throw new IllegalArgumentException(values.length + " numbers do not make such adapters");
    }
    short[] rounded = new short[values.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = Floats.toHalf(values[i]);
    }
    return new Adapters(layout, rounded);
  }

  public AdapterLayout layout() {
    return layout;
  }

  /** A copy of the numbers, as one flat array in the order of the layout. */
  public float[] values() {
    float[] all = new float[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = Floats.fromHalf(values[i]);
    }
    return all;
  }

  /** Memory held, in bytes. */
  long sizeInBytes() {
    return (long) Short.BYTES * values.length;
  }
}
