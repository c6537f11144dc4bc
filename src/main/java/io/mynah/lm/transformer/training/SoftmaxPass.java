package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.Curves;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.numeric.Products.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Computes the last norm, the softmax over the vocabulary, the loss, and the gradient, for the
 * tokens whose targets count. Some tokens are processed at a time, because each has a logit for
 * every token of the vocabulary. For one thread.
 */
final class SoftmaxPass {
  /** Logits in native memory at a time, if they are those of enough tokens. */
  private static final int LOGITS = 1 << 20;

  /** Fewest tokens at a time: with fewer, reading the matrix would take longer than the product. */
  private static final int TOKENS = 128;

  /** Logits in Java arrays at a time. */
  private static final int CHUNK = 1 << 15;

  private final PassContext pass;
  private final OffHeap output;
  private final NormPass norm;
  private final OffHeap counted;
  private final OffHeap countedGradient;
  private final int[] places;
  private final float[] features;
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
    int vocabulary = pass.shape.vocabulary();
    int width = pass.shape.width();
    this.output = x;
    this.counted = pass.memory(pass.tokens, width);
    this.countedGradient = pass.memory(pass.tokens, width);
    this.places = new int[pass.tokens];
    this.features = new float[width];
    this.norm = new NormPass(pass, pass.layout.lastNorm(), counted, countedGradient);
    int most = Math.min(pass.tokens, Math.max(TOKENS, LOGITS / vocabulary));
    this.logits = pass.memory(most, vocabulary);
    this.logitsAsFactor = pass.products.storage(most * vocabulary);
    this.normedGradient = pass.memory(pass.tokens, width);
    this.chunk = new float[Math.max(1, CHUNK / vocabulary) * vocabulary];
    Block matrix = pass.numbers.matrix(pass.layout.softmax());
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
              pass.numbers.adapters() == null
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
   * Computes the loss and, if requested, writes its gradient to {@code pass.gradient}, except where
   * it is 0.
   *
   * @param scale factor for the loss before its gradient is taken; 0 for no gradient
   * @return the weighted sum of −ln P
   */
  double run(RowBatch batch, int firstToken, float scale) {
    loss = 0;
    int count = gather(batch, firstToken);
    normedGradient.clear();
    norm.forward();
    for (Part part : parts) {
      if (part.from < count) {
        part.logits.run();
        losses(part, count, batch, scale);
        if (scale != 0) {
          part.normedGradient.run();
          part.tableGradient.run();
        }
      }
    }
    if (scale != 0) {
      countedGradient.clear();
      norm.backward(normedGradient);
      scatter(count, firstToken);
    }
    return loss;
  }

  /** Copies the outputs of tokens whose targets count side by side; returns how many there are. */
  private int gather(RowBatch batch, int firstToken) {
    int count = 0;
    for (int i = 0; i < pass.tokens; i++) {
      if (batch.weights()[firstToken + i] != 0) {
        output.get(i * features.length, features);
        counted.put(count * features.length, features);
        places[count++] = firstToken + i;
      }
    }
    return count;
  }

  private void scatter(int count, int firstToken) {
    for (int i = 0; i < count; i++) {
      countedGradient.get(i * features.length, features);
      pass.gradient.put((places[i] - firstToken) * features.length, features);
    }
  }

  /** Adds the losses of a part and replaces its logits with their gradient. */
  private void losses(Part part, int all, RowBatch batch, float scale) {
    int vocabulary = pass.shape.vocabulary();
    int most = chunk.length / vocabulary;
    for (int first = 0; first < part.count; first += most) {
      int count = Math.min(most, part.count - first);
      logits.get(first * vocabulary, chunk, 0, count * vocabulary);
      for (int i = 0; i < count; i++) {
        int token = part.from + first + i;
        if (token < all) {
          int place = places[token];
          row(i * vocabulary, batch.targets()[place], batch.weights()[place], scale);
        } else {
          Arrays.fill(chunk, i * vocabulary, (i + 1) * vocabulary, 0); // the part is not full
        }
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
    loss += weight * (Math.log(sum) + max - own);
    if (scale != 0) {
      Curves.scale(chunk, at, end, weight * scale / sum);
      chunk[at + target] -= weight * scale;
    }
  }
}
