package io.mynah.lm.transformer;

import org.jspecify.annotations.Nullable;

/**
 * The sizes and options of a transformer of the Llama form (Touvron et al., LLaMA, 2023): RMS norms
 * before each part, rotary positions, grouped-query attention, a SwiGLU feed-forward part.
 * Immutable.
 *
 * @param vocabulary how many tokens there are
 * @param width features of a token between the layers
 * @param layers how many layers
 * @param heads heads of queries
 * @param keyHeads heads of keys and values; each serves {@code heads / keyHeads} heads of queries
 * @param headWidth features of a head, even
 * @param inner features within the feed-forward part
 * @param context tokens that a token attends to at most, itself included
 * @param theta base of the rotary positions' wavelengths
 * @param epsilon added to the mean square in the norms
 * @param options what it has beside these parts
 */
public record TransformerShape(
    int vocabulary,
    int width,
    int layers,
    int heads,
    int keyHeads,
    int headWidth,
    int inner,
    int context,
    double theta,
    double epsilon,
    Options options) {
  /**
   * What some networks have and others do not.
   *
   * @param separateSoftmax whether the softmax has a matrix of its own; otherwise it reads the
   *     embeddings
   * @param biases whether queries, keys and values have biases, as in Qwen2 (Yang et al., 2024)
   * @param headNorms whether the features of each head of queries and keys have an RMS norm before
   *     they are rotated, as in Qwen3 (Yang et al., 2025)
   * @param scaling changes the frequencies of the rotary positions; null for none
   */
  public record Options(
      boolean separateSoftmax,
      boolean biases,
      boolean headNorms,
      RotaryPositions.@Nullable Scaling scaling) {
    /** Nothing more. */
    public static final Options NONE = new Options(false, false, false, null);
  }

  /** A shape without options. */
  public TransformerShape(
      int vocabulary,
      int width,
      int layers,
      int heads,
      int keyHeads,
      int headWidth,
      int inner,
      int context,
      double theta,
      double epsilon) {
    this(
        vocabulary,
        width,
        layers,
        heads,
        keyHeads,
        headWidth,
        inner,
        context,
        theta,
        epsilon,
        Options.NONE);
  }

  /**
   * @throws IllegalArgumentException when a size is not positive, {@code heads} is not a multiple
   *     of {@code keyHeads}, or a head's width is odd
   */
  public TransformerShape {
    if (vocabulary < 1
        || width < 1
        || layers < 1
        || heads < 1
        || keyHeads < 1
        || inner < 1
        || context < 1) {
      throw new IllegalArgumentException("sizes must be positive");
    }
    if (heads % keyHeads != 0) {
      throw new IllegalArgumentException(heads + " heads for " + keyHeads + " of keys");
    }
    if (headWidth < 2 || headWidth % 2 != 0) {
      throw new IllegalArgumentException("a head of " + headWidth + " features");
    }
    if (!(theta > 0) || !(epsilon > 0)) {
      throw new IllegalArgumentException("theta and epsilon must be positive");
    }
  }

  /** A shape with the usual constants and heads of {@code width / heads} features. */
  public static TransformerShape of(
      int vocabulary, int width, int layers, int heads, int keyHeads, int inner, int context) {
    return new TransformerShape(
        vocabulary, width, layers, heads, keyHeads, width / heads, inner, context, 1e4, 1e-5);
  }

  /** The same sizes with other options. */
  public TransformerShape with(Options others) {
    return new TransformerShape(
        vocabulary,
        width,
        layers,
        heads,
        keyHeads,
        headWidth,
        inner,
        context,
        theta,
        epsilon,
        others);
  }

  /** The same sizes and options with another vocabulary. */
  public TransformerShape with(int tokens) {
    return new TransformerShape(
        tokens, width, layers, heads, keyHeads, headWidth, inner, context, theta, epsilon, options);
  }

  /** Heads of queries for each head of keys. */
  public int group() {
    return heads / keyHeads;
  }

  /** Features of all heads of queries. */
  public int queryWidth() {
    return heads * headWidth;
  }

  /** Features of all heads of keys, or of values. */
  public int keyWidth() {
    return keyHeads * headWidth;
  }

  /** Features of queries, keys and values together. */
  public int attentionWidth() {
    return queryWidth() + 2 * keyWidth();
  }
}
