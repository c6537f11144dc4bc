package io.mynah.lm.transformer;

/**
 * A matrix rounded to integers from −127 to 127; each {@value #BLOCK} columns of a row have their
 * own scale, a number of 16 bits (bfloat16). A matrix that is rounded again stays the same.
 * Immutable by convention: nobody writes to the arrays. Thread-safe.
 *
 * @param values rows × columns, row by row
 * @param scales rows × blocks, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // large arrays, never compared
record QuantizedMatrix(int rows, int columns, byte[] values, float[] scales) {
  /** Columns of a row that share a scale; the last block of a row may have fewer. */
  static final int BLOCK = 32;

  static final int LARGEST = 127;

  /**
   * Rounds a matrix.
   *
   * @param numbers contains the matrix from {@code from} on, row by row
   */
  static QuantizedMatrix of(float[] numbers, int from, int rows, int columns) {
    byte[] values = new byte[rows * columns];
    float[] scales = new float[rows * blocks(columns)];
    int block = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column += BLOCK) {
        int at = row * columns + column;
        int count = Math.min(BLOCK, columns - column);
        scales[block++] = quantize(numbers, from + at, values, at, count);
      }
    }
    return new QuantizedMatrix(rows, columns, values, scales);
  }

  private static float quantize(float[] numbers, int from, byte[] values, int to, int count) {
    float largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(numbers[from + i]));
    }
    float scale = fromBits(toBits(largest / LARGEST));
    for (int i = 0; i < count; i++) {
      values[to + i] = scale == 0 ? 0 : (byte) Math.round(numbers[from + i] / scale);
    }
    return scale;
  }

  /**
   * The upper half of the nearest number of 16 bits; 0 for numbers too small for full precision.
   */
  static short toBits(float scale) {
    if (scale < Float.MIN_NORMAL) {
      return 0;
    }
    int bits = Float.floatToRawIntBits(scale);
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  static float fromBits(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** How many blocks a row has. */
  static int blocks(int columns) {
    return (columns + BLOCK - 1) / BLOCK;
  }

  /** The value of one element. */
  float get(int row, int column) {
    return values[row * columns + column] * scales[row * blocks(columns) + column / BLOCK];
  }
}
