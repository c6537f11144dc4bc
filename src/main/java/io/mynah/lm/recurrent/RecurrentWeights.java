package io.mynah.lm.recurrent;

/**
 * The weights of a recurrent model as plain arrays, one for each row. The JIT vectorises loops over
 * rows that all begin at index 0, but not over rows within one array. Immutable by convention:
 * nobody writes to the arrays once the object is made.
 *
 * @param table the embedding, transposed: features × tokens, so that the product that gives the
 *     logits runs along tokens
 * @param bias one per token
 * @param layers from the bottom up
 */
@SuppressWarnings("ArrayRecordComponent") // large arrays, never compared
public record RecurrentWeights(
    int vocabulary, int hidden, float[][] table, float[] bias, Layer[] layers) {

  /**
   * One LSTM layer; gates in the order of {@link LstmGates}.
   *
   * @param input hidden × 4·hidden
   * @param recurrent hidden × 4·hidden
   * @param bias 4·hidden
   */
  @SuppressWarnings("ArrayRecordComponent") // large arrays, never compared
  public record Layer(float[][] input, float[][] recurrent, float[] bias) {}

  /** How many numbers the weights of this shape are. */
  static long count(long vocabulary, long hidden, long layers) {
    return layers * (8 * hidden * hidden + 4 * hidden) + vocabulary * hidden + vocabulary;
  }

  /**
   * Makes weights from the parameters of a network.
   *
   * @param flat all parameters, in the network's order
   */
  public static RecurrentWeights of(int vocabulary, int hidden, int layers, float[] flat) {
    if (flat.length != count(vocabulary, hidden, layers)) {
      throw new IllegalArgumentException(flat.length + " numbers do not make such a network");
    }
    Layer[] stack = new Layer[layers];
    int at = 0;
    for (int i = 0; i < layers; i++) {
      int square = 4 * hidden * hidden;
      stack[i] =
          new Layer(
              rows(flat, at, hidden, 4 * hidden),
              rows(flat, at + square, hidden, 4 * hidden),
              part(flat, at + 2 * square, 4 * hidden));
      at += 2 * square + 4 * hidden;
    }
    float[][] table = columns(flat, at, vocabulary, hidden);
    float[] bias = part(flat, at + vocabulary * hidden, vocabulary);
    return new RecurrentWeights(vocabulary, hidden, table, bias, stack);
  }

  /** A copy of all numbers as one flat array, in the network's order. */
  public float[] flat() {
    float[] flat = new float[Math.toIntExact(count(vocabulary, hidden, layers.length))];
    int at = 0;
    for (Layer layer : layers) {
      at = put(layer.input(), flat, at);
      at = put(layer.recurrent(), flat, at);
      at = put(new float[][] {layer.bias()}, flat, at);
    }
    for (int feature = 0; feature < hidden; feature++) {
      for (int token = 0; token < vocabulary; token++) {
        flat[at + token * hidden + feature] = table[feature][token];
      }
    }
    put(new float[][] {bias}, flat, at + vocabulary * hidden);
    return flat;
  }

  private static int put(float[][] rows, float[] flat, int from) {
    int at = from;
    for (float[] row : rows) {
      System.arraycopy(row, 0, flat, at, row.length);
      at += row.length;
    }
    return at;
  }

  long sizeInBytes() {
    return count(vocabulary, hidden, layers.length) * Float.BYTES;
  }

  private static float[] part(float[] from, int at, int count) {
    float[] part = new float[count];
    System.arraycopy(from, at, part, 0, count);
    return part;
  }

  private static float[][] rows(float[] from, int at, int count, int width) {
    float[][] rows = new float[count][];
    for (int r = 0; r < count; r++) {
      rows[r] = part(from, at + r * width, width);
    }
    return rows;
  }

  /** The columns of a matrix that is stored row by row: columns × rows. */
  private static float[][] columns(float[] from, int at, int rows, int columns) {
    float[][] turned = new float[columns][rows];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c][r] = from[at + r * columns + c];
      }
    }
    return turned;
  }
}
