package io.mynah.lm.transformer;

import java.util.ArrayList;
import java.util.List;

/**
 * The positions of a transformer's parameters in one flat array: the embeddings, the layers in
 * order, the last norm. Matrices are row-major, with a row for each feature of the result.
 * Immutable.
 */
public final class ParameterLayout {
  /**
   * The position and shape of one parameter.
   *
   * @param at index of its first number
   * @param isGain whether it is the gain of a norm, not a matrix
   */
  public record Part(int at, int rows, int columns, boolean isGain) {
    /** How many numbers it has. */
    public int length() {
      return rows * columns;
    }
  }

  /**
   * The parameters of a layer.
   *
   * @param attentionNorm gain, [width]
   * @param projections of queries, keys and values one after another, [attentionWidth, width]
   * @param output of the attention, [width, queryWidth]
   * @param feedForwardNorm gain, [width]
   * @param gateAndUp one after the other, [2·inner, width]
   * @param down [width, inner]
   */
  public record Layer(
      Part attentionNorm,
      Part projections,
      Part output,
      Part feedForwardNorm,
      Part gateAndUp,
      Part down) {}

  private final Part embedding;
  private final List<Layer> layers = new ArrayList<>();
  private final Part lastNorm;
  private final List<Part> parts = new ArrayList<>();
  private int length;

  /**
   * @throws IllegalArgumentException when there are more numbers than fit in an array
   */
  public ParameterLayout(TransformerShape shape) {
    if (count(shape) > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("a network of " + count(shape) + " numbers");
    }
    embedding = part(shape.vocabulary(), shape.width());
    for (int i = 0; i < shape.layers(); i++) {
      layers.add(
          new Layer(
              gain(shape.width()),
              part(shape.attentionWidth(), shape.width()),
              part(shape.width(), shape.queryWidth()),
              gain(shape.width()),
              part(2 * shape.inner(), shape.width()),
              part(shape.width(), shape.inner())));
    }
    lastNorm = gain(shape.width());
  }

  private Part gain(int width) {
    return add(new Part(length, 1, width, true));
  }

  private Part part(int rows, int columns) {
    return add(new Part(length, rows, columns, false));
  }

  private Part add(Part part) {
    length += part.length();
    parts.add(part);
    return part;
  }

  /** The length of the flat array for some shape. */
  public static long count(TransformerShape shape) {
    long width = shape.width();
    long layer =
        2 * width
            + width * shape.attentionWidth()
            + width * shape.queryWidth()
            + 3 * width * shape.inner();
    return shape.vocabulary() * width + shape.layers() * layer + width;
  }

  /** The embedding table, [vocabulary, width]; the softmax reads it, too. */
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

  /** All parameters in order. */
  public List<Part> parts() {
    return List.copyOf(parts);
  }

  /** The length of the flat array. */
  public int length() {
    return length;
  }
}
