package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.RotaryPositions;
import io.mynah.lm.transformer.TransformerShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes the attention part of a layer and its gradient. Queries are stored as [row and head of
 * keys, token, head of its group, feature], so that those of one head of keys are one matrix. For
 * one thread.
 */
final class AttentionPass {
  private final PassContext pass;
  private final Scratch scratch;
  private final int salt;
  private final OffHeap x;
  private final OffHeap y;
  private final NormPass norm;
  private final OffHeap projections;
  private final ProjectionCompletion completion;
  private final Products.Storage queries;
  private final Products.Storage keys;
  private final Products.Storage values;
  private final Products.Block attended;
  private final List<AttentionBlock> blocks = new ArrayList<>();
  private final MatrixPass projection;
  private final MatrixPass output;

  /** Buffers that all layers use in turn. */
  static final class Scratch {
    /**
     * Queries, keys and values of one row, as projected, or their gradients: [token,
     * attentionWidth].
     */
    final float[] projected;

    /** The same as projected, if heads are normalised afterwards; otherwise empty. */
    final float[] unnormed;

    /**
     * The queries of one row and group, or the keys or values of one row and head: [token,
     * feature].
     */
    final float[] rotated;

    /** The queries' part of one row, or of its result: [token, head, feature]. */
    final float[] queries;

    final OffHeap projections;
    final OffHeap attended;
    final OffHeap attendedGradient;
    final OffHeap queryGradient;
    final OffHeap keyGradient;
    final OffHeap valueGradient;
    final OffHeap normedGradient;
    final Products.Storage resultGradient;
    final Products.Block above;
    final Products.Block projectionsGradient;
    final AttentionBlock.Scratch block;

    Scratch(PassContext pass, int blockTokens) {
      TransformerShape shape = pass.shape;
      projected = new float[pass.length * shape.attentionWidth()];
      unnormed = new float[shape.options().headNorms() ? projected.length : 0];
      rotated = new float[pass.length * shape.group() * shape.headWidth()];
      queries = new float[pass.length * shape.queryWidth()];
      projections = pass.memory(pass.tokens, shape.attentionWidth());
      attended = pass.memory(pass.tokens, shape.queryWidth());
      attendedGradient = pass.memory(pass.tokens, shape.queryWidth());
      queryGradient = pass.memory(pass.tokens, shape.queryWidth());
      keyGradient = pass.memory(pass.tokens, shape.keyWidth());
      valueGradient = pass.memory(pass.tokens, shape.keyWidth());
      normedGradient = pass.memory(pass.tokens, shape.width());
      resultGradient = pass.products.storage(pass.tokens * shape.queryWidth());
      above = pass.block(shape.width());
      projectionsGradient = pass.block(shape.attentionWidth());
      block = new AttentionBlock.Scratch(pass, blockTokens);
    }
  }

  /**
   * @param salt a different number for each part with dropout
   * @param x the input, [tokens, width]
   * @param y the output, [tokens, width]
   */
  AttentionPass(
      PassContext pass,
      Scratch scratch,
      ParameterLayout.Layer layer,
      int salt,
      OffHeap x,
      OffHeap y) {
    this.pass = pass;
    this.scratch = scratch;
    this.salt = salt;
    this.x = x;
    this.y = y;
    this.norm = new NormPass(pass, layer.attentionNorm(), x, pass.gradient);
    TransformerShape shape = pass.shape;
    // The gradient of the heads' norms needs what they were computed from.
    this.projections =
        shape.options().headNorms()
            ? pass.memory(pass.tokens, shape.attentionWidth())
            : scratch.projections;
    this.completion = new ProjectionCompletion(pass, layer);
    this.queries = pass.storage(pass.tokens * shape.queryWidth());
    this.keys = pass.storage(pass.tokens * shape.keyWidth());
    this.values = pass.storage(pass.tokens * shape.keyWidth());
    this.attended = pass.block(shape.queryWidth());
    int step = scratch.block.tokens();
    for (int from = 0; from < pass.length; from += step) {
      int to = Math.min(pass.length, from + step);
      blocks.add(new AttentionBlock(pass, scratch, queries, keys, values, from, to));
    }
    this.projection =
        pass.matrix(
            layer.projections(),
            norm.result(),
            false,
            projections,
            scratch.projectionsGradient,
            scratch.normedGradient);
    this.output =
        pass.matrix(layer.output(), attended, true, y, scratch.above, scratch.attendedGradient);
  }

  /**
   * y ← x + output(attention(x)).
   *
   * @param begins for each token, the first place of its row that it attends to; rows × length
   */
  void forward(int[] begins, Dropout dropout) {
    norm.forward();
    projection.forward().run();
    completion.begin();
    for (int row = 0; row < pass.rows; row++) {
      split(row);
    }
    for (AttentionBlock block : blocks) {
      block.forward(begins);
    }
    for (int row = 0; row < pass.rows; row++) {
      join(row, dropout);
    }
    y.copy(x, 0, x.length());
    output.forward().run();
  }

  /**
   * Replaces the gradient of y in {@code pass.gradient} with that of x.
   *
   * @param begins as in {@link #forward}
   */
  void backward(int[] begins, Dropout dropout) {
    pass.products.copy(pass.gradient, scratch.above.storage(), 0, pass.gradient.length());
    output.backward().run();
    output.gradient().run();
    for (int row = 0; row < pass.rows; row++) {
      splitGradient(row, dropout);
    }
    scratch.keyGradient.clear();
    scratch.valueGradient.clear();
    for (AttentionBlock block : blocks) {
      block.backward(begins);
    }
    for (int row = 0; row < pass.rows; row++) {
      joinGradient(row);
    }
    completion.addGradients();
    projection.backward().run();
    projection.gradient().run();
    norm.backward(scratch.normedGradient);
  }

  /** Rotates queries and keys of a row, and copies them to the factors for the attention. */
  private void split(int row) {
    TransformerShape shape = pass.shape;
    int width = shape.attentionWidth();
    int head = shape.headWidth();
    int group = shape.group();
    int size = pass.length * width;
    projections.get(row * size, scratch.projected, 0, size);
    completion.forward(scratch.projected);
    float scale = (float) (1 / Math.sqrt(head));
    for (int key = 0; key < shape.keyHeads(); key++) {
      for (int t = 0; t < pass.length; t++) {
        for (int i = 0; i < group; i++) {
          int from = t * width + (key * group + i) * head;
          int to = (t * group + i) * head;
          pass.positions.rotate(t, scratch.projected, from, scratch.rotated, to, scale);
        }
      }
      put(queries, row, key, group * head);
      for (int t = 0; t < pass.length; t++) {
        int from = t * width + shape.queryWidth() + key * head;
        pass.positions.rotate(t, scratch.projected, from, scratch.rotated, t * head, 1);
      }
      put(keys, row, key, head);
      for (int t = 0; t < pass.length; t++) {
        int from = t * width + shape.queryWidth() + shape.keyWidth() + key * head;
        System.arraycopy(scratch.projected, from, scratch.rotated, t * head, head);
      }
      put(values, row, key, head);
    }
  }

  private void put(Products.Storage to, int row, int key, int width) {
    int size = pass.length * width;
    pass.products.put(to, (row * pass.shape.keyHeads() + key) * size, scratch.rotated, 0, size);
  }

  /** Puts the heads of a row side by side again. */
  private void join(int row, Dropout dropout) {
    int width = pass.shape.queryWidth();
    int part = pass.shape.group() * pass.shape.headWidth();
    for (int key = 0; key < pass.shape.keyHeads(); key++) {
      get(scratch.attended, row, key, part);
      for (int t = 0; t < pass.length; t++) {
        System.arraycopy(scratch.rotated, t * part, scratch.queries, t * width + key * part, part);
      }
    }
    dropout.apply(scratch.queries, width, row * pass.length, pass.length, salt);
    int size = pass.length * width;
    pass.products.put(attended.storage(), row * size, scratch.queries, 0, size);
  }

  private void get(OffHeap from, int row, int key, int width) {
    int size = pass.length * width;
    from.get((row * pass.shape.keyHeads() + key) * size, scratch.rotated, 0, size);
  }

  private void splitGradient(int row, Dropout dropout) {
    int width = pass.shape.queryWidth();
    int part = pass.shape.group() * pass.shape.headWidth();
    int size = pass.length * width;
    scratch.attendedGradient.get(row * size, scratch.queries, 0, size);
    dropout.apply(scratch.queries, width, row * pass.length, pass.length, salt);
    for (int key = 0; key < pass.shape.keyHeads(); key++) {
      for (int t = 0; t < pass.length; t++) {
        System.arraycopy(scratch.queries, t * width + key * part, scratch.rotated, t * part, part);
      }
      put(scratch.resultGradient, row, key, part);
    }
  }

  /** Rotates the gradients of queries and keys of a row back, and puts them side by side. */
  private void joinGradient(int row) {
    TransformerShape shape = pass.shape;
    RotaryPositions positions = pass.positions;
    int width = shape.attentionWidth();
    int head = shape.headWidth();
    int group = shape.group();
    float[] joined = scratch.projected;
    float scale = (float) (1 / Math.sqrt(head));
    for (int key = 0; key < shape.keyHeads(); key++) {
      get(scratch.queryGradient, row, key, group * head);
      for (int t = 0; t < pass.length; t++) {
        for (int i = 0; i < group; i++) {
          int to = t * width + (key * group + i) * head;
          positions.rotateBack(t, scratch.rotated, (t * group + i) * head, joined, to, scale);
        }
      }
      get(scratch.keyGradient, row, key, head);
      for (int t = 0; t < pass.length; t++) {
        int to = t * width + shape.queryWidth() + key * head;
        positions.rotateBack(t, scratch.rotated, t * head, joined, to, 1);
      }
      get(scratch.valueGradient, row, key, head);
      for (int t = 0; t < pass.length; t++) {
        int to = t * width + shape.queryWidth() + shape.keyWidth() + key * head;
        System.arraycopy(scratch.rotated, t * head, joined, to, head);
      }
    }
    int size = pass.length * width;
    if (scratch.unnormed.length > 0) {
      projections.get(row * size, scratch.unnormed, 0, size);
    }
    completion.backward(scratch.unnormed, joined);
    pass.products.put(scratch.projectionsGradient.storage(), row * size, joined, 0, size);
  }
}
