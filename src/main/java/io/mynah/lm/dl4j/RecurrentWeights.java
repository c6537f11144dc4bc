package io.mynah.lm.dl4j;

/**
 * The weights of a recurrent model as plain arrays. Immutable by agreement: nobody writes to the
 * arrays once the object is made.
 *
 * @param table the embedding, turned: features × tokens, so that the product that gives the logits
 *     runs along tokens
 * @param bias of the tokens
 * @param layers from the bottom
 */
@SuppressWarnings("ArrayRecordComponent") // large arrays, never compared
record RecurrentWeights(int vocabulary, int hidden, float[] table, float[] bias, Layer[] layers) {

  /**
   * One LSTM layer; gates in the order of {@link LstmGates}.
   *
   * @param input hidden × 4·hidden
   * @param recurrent hidden × 4·hidden
   * @param bias 4·hidden
   */
  @SuppressWarnings("ArrayRecordComponent") // large arrays, never compared
  record Layer(float[] input, float[] recurrent, float[] bias) {}

  /** How many numbers there are. */
  static long count(long vocabulary, long hidden, long layers) {
    return layers * (8 * hidden * hidden + 4 * hidden) + vocabulary * hidden + vocabulary;
  }

  /** From the parameters of a network, in its order. */
  static RecurrentWeights of(int vocabulary, int hidden, int layers, float[] flat) {
    if (flat.length != count(vocabulary, hidden, layers)) {
      throw new IllegalArgumentException(flat.length + " numbers do not make such a network");
    }
    Layer[] stack = new Layer[layers];
    int at = 0;
    for (int i = 0; i < layers; i++) {
      int square = 4 * hidden * hidden;
      stack[i] =
          new Layer(
              part(flat, at, square),
              part(flat, at + square, square),
              part(flat, at + 2 * square, 4 * hidden));
      at += 2 * square + 4 * hidden;
    }
    float[] table = transpose(flat, at, vocabulary, hidden);
    float[] bias = part(flat, at + vocabulary * hidden, vocabulary);
    return new RecurrentWeights(vocabulary, hidden, table, bias, stack);
  }

  /** The numbers in a network's order, a copy. */
  float[] flat() {
    float[] flat = new float[Math.toIntExact(count(vocabulary, hidden, layers.length))];
    int at = 0;
    for (Layer layer : layers) {
      for (float[] part : new float[][] {layer.input(), layer.recurrent(), layer.bias()}) {
        System.arraycopy(part, 0, flat, at, part.length);
        at += part.length;
      }
    }
    float[] rows = transpose(table, 0, hidden, vocabulary);
    System.arraycopy(rows, 0, flat, at, rows.length);
    System.arraycopy(bias, 0, flat, at + rows.length, bias.length);
    return flat;
  }

  long sizeInBytes() {
    return count(vocabulary, hidden, layers.length) * Float.BYTES;
  }

  private static float[] part(float[] from, int at, int count) {
    float[] part = new float[count];
    System.arraycopy(from, at, part, 0, count);
    return part;
  }

  private static float[] transpose(float[] from, int at, int rows, int columns) {
    float[] turned = new float[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = from[at + r * columns + c];
      }
    }
    return turned;
  }
}
