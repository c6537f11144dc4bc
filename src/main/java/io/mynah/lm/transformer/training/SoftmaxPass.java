package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.Curves;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.numeric.Products.Block;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes the last norm, the softmax over the vocabulary with the embedding table, the loss, and
 * the gradient. A few tokens are processed at a time, because each has a logit for every token of
 * the vocabulary. For one thread.
 */
final class SoftmaxPass {
  /** Logits in native memory at a time. */
  private static final int LOGITS = 1 << 20;

  /** Logits in Java arrays at a time. */
  private static final int CHUNK = 1 << 15;

  private final PassContext pass;
  private final NormPass norm;
  private final OffHeap logits;
  private final OffHeap normedGradient;
  private final Products.Storage logitsAsFactor;
  private final List<Part> parts = new ArrayList<>();
  private final float[] chunk;
  private double loss;

  /** The products of some of the tokens. */
  private record Part(
      int from,
      int count,
      Products.Product logits,
      Products.Product normedGradient,
      Products.Product tableGradient) {}

  /**
   * @param x the output of the last layer, [tokens, width]
   */
  SoftmaxPass(PassContext pass, OffHeap x) {
    this.pass = pass;
    this.norm = new NormPass(pass, pass.layout.lastNorm(), x);
    int vocabulary = pass.shape.vocabulary();
    int width = pass.shape.width();
    int most = Math.min(pass.tokens, Math.max(1, LOGITS / vocabulary));
    this.logits = pass.memory(most, vocabulary);
    this.logitsAsFactor = pass.products.storage(most * vocabulary);
    this.normedGradient = pass.memory(pass.tokens, width);
    this.chunk = new float[Math.max(1, CHUNK / vocabulary) * vocabulary];
    Block matrix = pass.weight(pass.layout.softmax());
    Products products = pass.products;
    for (int from = 0; from < pass.tokens; from += most) {
      int count = Math.min(most, pass.tokens - from);
      Block normed = Block.of(norm.result().storage(), from * width, count, width);
      Block above = Block.of(logitsAsFactor, 0, count, vocabulary);
      parts.add(
          new Part(
              from,
              count,
              products.product(normed, matrix.transpose(), false, logits, 0, 0),
              products.product(above, matrix, false, normedGradient, from * width, 0),
              pass.trained.adapters() == null
                  ? products.product(
                      above.transpose(),
                      normed,
                      true,
                      pass.gradients,
                      pass.layout.softmax().at(),
                      0)
                  : () -> {}));
    }
  }

  /**
   * Computes the loss and, if requested, the gradient.
   *
   * @param scale factor for the loss before its gradient is taken; 0 for no gradient
   * @return the weighted sum of −ln P
   */
  double run(RowBatch batch, int firstToken, float scale) {
    loss = 0;
    norm.forward();
    for (Part part : parts) {
      part.logits.run();
      losses(part, batch, firstToken, scale);
      if (scale != 0) {
        part.normedGradient.run();
        part.tableGradient.run();
      }
    }
    if (scale != 0) {
      norm.backward(normedGradient);
    }
    return loss;
  }

  private void losses(Part part, RowBatch batch, int firstToken, float scale) {
    int vocabulary = pass.shape.vocabulary();
    int most = chunk.length / vocabulary;
    for (int first = 0; first < part.count; first += most) {
      int count = Math.min(most, part.count - first);
      logits.get(first * vocabulary, chunk, 0, count * vocabulary);
      for (int i = 0; i < count; i++) {
        int place = firstToken + part.from + first + i;
        row(i * vocabulary, batch.targets()[place], batch.weights()[place], scale);
      }
      if (scale != 0) {
        pass.products.put(logitsAsFactor, first * vocabulary, chunk, 0, count * vocabulary);
      }
    }
  }

  /** Replaces the logits of one row with their gradient. */
  private void row(int at, int target, float weight, float scale) {
    int end = at + pass.shape.vocabulary();
    float max = Curves.max(chunk, at, end);
    float own = chunk[at + target];
    Curves.exp(chunk, at, end, max);
    float sum = Curves.sum(chunk, at, end);
    if (weight != 0) {
      loss += weight * (Math.log(sum) + max - own);
    }
    if (scale != 0) {
      Curves.scale(chunk, at, end, weight * scale / sum);
      chunk[at + target] -= weight * scale;
    }
  }
}
