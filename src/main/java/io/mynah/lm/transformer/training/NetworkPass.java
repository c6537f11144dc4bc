package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.transformer.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the forward and backward pass of some rows through the whole network. For each layer with
 * trained numbers or above one, what the gradient needs is kept from the forward pass. For one
 * thread.
 */
final class NetworkPass {
  /** Tokens of a row in a block of the attention. */
  private static final int ATTENTION_BLOCK = 80;

  private static final int EMBEDDING_SALT = 1;

  private final PassContext pass;
  private final OffHeap embedded;
  private final List<AttentionPass> attentions = new ArrayList<>();
  private final List<FeedForwardPass> feedForwards = new ArrayList<>();
  private final SoftmaxPass softmax;
  private final float[] features;
  private final float[] sums;

  NetworkPass(PassContext pass) {
    this.pass = pass;
    int width = pass.shape.width();
    this.features = new float[width];
    this.sums = new float[width];
    int blocks = Math.max(1, Math.round((float) pass.length / ATTENTION_BLOCK));
    int blockTokens = (pass.length + blocks - 1) / blocks;
    AttentionPass.Scratch attention = new AttentionPass.Scratch(pass, blockTokens);
    FeedForwardPass.Scratch feedForward = new FeedForwardPass.Scratch(pass);
    this.embedded = pass.memory(pass.tokens, width);
    OffHeap x = embedded;
    int salt = EMBEDDING_SALT + 1;
    List<ParameterLayout.Layer> layers = pass.layout.layers();
    for (int i = 0; i < layers.size(); i++) {
      ParameterLayout.Layer layer = layers.get(i);
      if (i < pass.numbers.firstLayer()) {
        pass.beginShared();
      } else {
        pass.endShared();
      }
      OffHeap between = pass.memory(pass.tokens, width);
      OffHeap y = pass.memory(pass.tokens, width);
      attentions.add(new AttentionPass(pass, attention, layer, salt++, x, between));
      feedForwards.add(new FeedForwardPass(pass, feedForward, layer, salt++, between, y));
      x = y;
    }
    this.softmax = new SoftmaxPass(pass, x);
  }

  /**
   * Computes the loss of some rows of a batch and, if requested, adds to the gradients.
   *
   * @param firstRow the first of them; there are {@code pass.rows}
   * @param scale factor for the loss before its gradient is taken; 0 for no gradient
   * @return the weighted sum of −ln P
   */
  double run(RowBatch batch, int firstRow, float scale, Dropout dropout) {
    int firstToken = firstRow * pass.length;
    int[] begins = new int[pass.tokens];
    System.arraycopy(batch.begins(), firstToken, begins, 0, pass.tokens);
    embed(batch, firstToken, dropout);
    for (int i = 0; i < attentions.size(); i++) {
      attentions.get(i).forward(begins, dropout);
      feedForwards.get(i).forward(dropout);
    }
    pass.gradient.clear();
    double loss = softmax.run(batch, firstToken, scale);
    if (scale != 0) {
      for (int i = attentions.size() - 1; i >= pass.numbers.firstLayer(); i--) {
        feedForwards.get(i).backward(dropout);
        attentions.get(i).backward(begins, dropout);
      }
      if (pass.numbers.adapters() == null) {
        embedBack(batch, firstToken, dropout);
      }
    }
    return loss;
  }

  private void embed(RowBatch batch, int firstToken, Dropout dropout) {
    int width = features.length;
    for (int i = 0; i < pass.tokens; i++) {
      pass.numbers.embedding(batch.inputs()[firstToken + i], features);
      dropout.apply(features, width, i, 1, EMBEDDING_SALT);
      embedded.put(i * width, features);
    }
  }

  private void embedBack(RowBatch batch, int firstToken, Dropout dropout) {
    int table = pass.layout.embedding().at();
    int width = features.length;
    for (int i = 0; i < pass.tokens; i++) {
      pass.gradient.get(i * width, features);
      dropout.apply(features, width, i, 1, EMBEDDING_SALT);
      int at = table + batch.inputs()[firstToken + i] * width;
      pass.gradients.get(at, sums);
      for (int j = 0; j < width; j++) {
        sums[j] += features[j];
      }
      pass.gradients.put(at, sums);
    }
  }
}
