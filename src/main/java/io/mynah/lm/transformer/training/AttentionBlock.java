package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.Curves;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.numeric.Products.Block;
import io.mynah.lm.transformer.TransformerShape;
import java.util.Arrays;

/**
 * Computes the attention of a block of neighbouring tokens of every row, and its gradient. Only
 * tokens up to the block's last one are included, since none attends to later ones; this saves
 * nearly half if a row has many blocks. For one thread.
 */
final class AttentionBlock {
  private final PassContext pass;
  private final Scratch scratch;
  private final int from;
  private final int to;
  private final int height;
  private final int matrices;
  private final Products.Product scores;
  private final Products.Product result;
  private final Products.Product valueGradient;
  private final Products.Product shareGradient;
  private final Products.Product queryGradient;
  private final Products.Product keyGradient;

  /** Buffers that the blocks of all layers use in turn. */
  static final class Scratch {
    /** Most numbers in the Java arrays at a time. */
    private static final int CHUNK = 1 << 14;

    private final int tokens;
    private final OffHeap blockShares;
    private final Products.Storage sharesAsFactor;
    private final OffHeap shareGradient;
    private final Products.Storage scoreGradient;
    private final float[] shares;
    private final float[] gradients;

    /**
     * @param tokens of each row in a block
     */
    Scratch(PassContext pass, int tokens) {
      this.tokens = tokens;
      TransformerShape shape = pass.shape;
      int most = pass.rows * shape.heads() * Math.min(tokens, pass.length) * pass.length;
      blockShares = pass.memory(1, most);
      sharesAsFactor = pass.products.storage(most);
      shareGradient = pass.memory(1, most);
      scoreGradient = pass.products.storage(most);
      int size = Math.max(CHUNK, pass.length);
      shares = new float[size];
      gradients = new float[size];
    }

    int tokens() {
      return tokens;
    }
  }

  /**
   * @param from the first token of the block in each row
   * @param to the token after its last
   */
  AttentionBlock(
      PassContext pass,
      AttentionPass.Scratch all,
      Products.Storage queries,
      Products.Storage keys,
      Products.Storage values,
      int from,
      int to) {
    this.pass = pass;
    this.scratch = all.block;
    this.from = from;
    this.to = to;
    TransformerShape shape = pass.shape;
    int head = shape.headWidth();
    int group = shape.group();
    int length = pass.length;
    this.matrices = pass.rows * shape.keyHeads();
    this.height = (to - from) * group;
    int size = height * to;
    int at = from * group * head;
    int distance = length * group * head;
    Block query = new Block(queries, at, matrices, distance, height, head, false);
    Block key = new Block(keys, 0, matrices, length * head, to, head, false);
    Block value = new Block(values, 0, matrices, length * head, to, head, false);
    Block share = new Block(scratch.sharesAsFactor, 0, matrices, size, height, to, false);
    Block above = new Block(all.resultGradient, at, matrices, distance, height, head, false);
    Block score = new Block(scratch.scoreGradient, 0, matrices, size, height, to, false);
    Products products = pass.products;
    scores = products.product(query, key.transpose(), false, scratch.blockShares, 0, size);
    result = products.product(share, value, false, all.attended, at, distance);
    valueGradient =
        products.product(share.transpose(), above, true, all.valueGradient, 0, length * head);
    shareGradient =
        products.product(above, value.transpose(), false, scratch.shareGradient, 0, size);
    queryGradient = products.product(score, key, false, all.queryGradient, at, distance);
    keyGradient =
        products.product(score.transpose(), query, true, all.keyGradient, 0, length * head);
  }

  /**
   * Computes the attention of the block's tokens.
   *
   * @param begins for each token of all rows, the first place of its row that it attends to; rows ×
   *     length
   */
  void forward(int[] begins) {
    share(begins);
    result.run();
  }

  /** Computes how much each token attends to each; cheaper to do again than to keep. */
  private void share(int[] begins) {
    scores.run();
    int chunk = Math.max(1, scratch.shares.length / to);
    int group = pass.shape.group();
    for (int matrix = 0; matrix < matrices; matrix++) {
      int place = matrix / pass.shape.keyHeads() * pass.length + from;
      for (int first = 0; first < height; first += chunk) {
        int count = Math.min(chunk, height - first);
        int at = (matrix * height + first) * to;
        scratch.blockShares.get(at, scratch.shares, 0, count * to);
        for (int i = 0; i < count; i++) {
          int token = (first + i) / group;
          softmax(scratch.shares, i * to, begins[place + token], from + token + 1);
        }
        scratch.blockShares.put(at, scratch.shares, 0, count * to);
        pass.products.put(scratch.sharesAsFactor, at, scratch.shares, 0, count * to);
      }
    }
  }

  private void softmax(float[] x, int at, int begin, int end) {
    int first = at + begin;
    int last = at + end;
    float max = Curves.max(x, first, last);
    Curves.exp(x, first, last, max);
    Curves.scale(x, first, last, 1 / Curves.sum(x, first, last));
    Arrays.fill(x, at, first, 0);
    Arrays.fill(x, last, at + to, 0);
  }

  /**
   * Adds to the gradients of keys and values, and computes those of the block's queries.
   *
   * @param begins as in {@link #forward}
   */
  void backward(int[] begins) {
    share(begins);
    valueGradient.run();
    shareGradient.run();
    int chunk = Math.max(1, scratch.shares.length / to);
    int rows = matrices * height;
    for (int first = 0; first < rows; first += chunk) {
      int count = Math.min(chunk, rows - first);
      scratch.blockShares.get(first * to, scratch.shares, 0, count * to);
      scratch.shareGradient.get(first * to, scratch.gradients, 0, count * to);
      for (int i = 0; i < count; i++) {
        float mean = Curves.dot(scratch.shares, i * to, scratch.gradients, i * to, to);
        for (int j = i * to; j < (i + 1) * to; j++) {
          scratch.shares[j] *= scratch.gradients[j] - mean;
        }
      }
      pass.products.put(scratch.scoreGradient, first * to, scratch.shares, 0, count * to);
    }
    queryGradient.run();
    keyGradient.run();
  }
}
