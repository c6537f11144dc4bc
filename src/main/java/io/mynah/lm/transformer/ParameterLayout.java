package io.mynah.lm.transformer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The positions of a transformer's parameters in one flat array: the embeddings, the layers in
 * order, the last norm, the matrix of the softmax if it has its own. Matrices are row-major, with a
 * row for each feature of the result. Immutable.
 */
public final class ParameterLayout {
  /**
   * The position and shape of one parameter.
   *
   * @param at index of its first number
   * @param rows 1 if it is no matrix
   */
  public record Part(int at, int rows, int columns, Kind kind) {
    /** How many numbers it has. */
    public int length() {
      return rows * columns;
    }

    public boolean isMatrix() {
      return kind == Kind.MATRIX;
    }
  }

  /** What a parameter does. */
  public enum Kind {
    /** It is multiplied by features. */
    MATRIX,
    /** It scales the features of a norm. */
    GAIN,
    /** It is added to features. */
    BIAS
  }

  /**
   * The parameters of a layer.
   *
   * @param attentionNorm gain, [width]
   * @param projections of queries, keys and values one after another, [attentionWidth, width]
   * @param bias added to the projections, [attentionWidth]; null if there is none
   * @param queryNorm gain for each head of queries, [headWidth]; null if they have no norm
   * @param keyNorm the same for each head of keys
   * @param output of the attention, [width, queryWidth]
   * @param feedForwardNorm gain, [width]
   * @param gateAndUp one after the other, [2·inner, width]
   * @param down [width, inner]
   */
  public record Layer(
      Part attentionNorm,
      Part projections,
      @Nullable Part bias,
      @Nullable Part queryNorm,
      @Nullable Part keyNorm,
      Part output,
      Part feedForwardNorm,
      Part gateAndUp,
      Part down) {}

  private final Part embedding;
  private final List<Layer> layers = new ArrayList<>();
  private final Part lastNorm;
  private final Part softmax;
  private final List<Part> parts = new ArrayList<>();
  private int length;

  /**
   * @throws IllegalArgumentException when there are more numbers than fit in an array
   */
  public ParameterLayout(TransformerShape shape) {
    if (count(shape) > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("a network of " + count(shape) + " numbers");
    }
    TransformerShape.Options options = shape.options();
    embedding = matrix(shape.vocabulary(), shape.width());
    for (int i = 0; i < shape.layers(); i++) {
      layers.add(
          new Layer(
              gain(shape.width()),
              matrix(shape.attentionWidth(), shape.width()),
              options.biases() ? bias(shape.attentionWidth()) : null,
              options.headNorms() ? gain(shape.headWidth()) : null,
              options.headNorms() ? gain(shape.headWidth()) : null,
              matrix(shape.width(), shape.queryWidth()),
              gain(shape.width()),
              matrix(2 * shape.inner(), shape.width()),
              matrix(shape.width(), shape.inner())));
    }
    lastNorm = gain(shape.width());
    softmax = options.separateSoftmax() ? matrix(shape.vocabulary(), shape.width()) : embedding;
  }

  private Part gain(int width) {
    return add(new Part(length, 1, width, Kind.GAIN));
  }

  private Part bias(int width) {
    return add(new Part(length, 1, width, Kind.BIAS));
  }

  private Part matrix(int rows, int columns) {
    return add(new Part(length, rows, columns, Kind.MATRIX));
  }

  private Part add(Part part) {
    length += part.length();
    parts.add(part);
    return part;
  }

  /** The length of the flat array for some shape. */
  public static long count(TransformerShape shape) {
    TransformerShape.Options options = shape.options();
    long width = shape.width();
    long tables = options.separateSoftmax() ? 2 : 1;
    long layer =
        2 * width
            + width * shape.attentionWidth()
            + width * shape.queryWidth()
            + 3 * width * shape.inner()
            + (options.biases() ? shape.attentionWidth() : 0)
            + (options.headNorms() ? 2 * shape.headWidth() : 0);
    return tables * shape.vocabulary() * width + shape.layers() * layer + width;
  }

  /** The embedding table, [vocabulary, width]. */
  public Part embedding() {
    return embedding;
  }

  /** The layers in order. */
  public List<Layer> layers() {
    return List.copyOf(layers);
  }

  /** The gain of the norm before the softmax, [width]. */
  public Part lastNorm() {
    return lastNorm;
  }

  /** The matrix of the softmax, [vocabulary, width]; the embeddings if it has none of its own. */
  public Part softmax() {
    return softmax;
  }

  /** All parameters in order. */
  public List<Part> parts() {
    return List.copyOf(parts);
  }

  /** The length of the flat array. */
  public int length() {
    return length;
  }
}
