package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.SwiGlu;

/** Computes the feed-forward part of a layer and its gradient. For one thread. */
final class FeedForwardPass {
  /** Tokens in Java arrays at a time; each has all inner features three times. */
  private static final int CHUNK = PassContext.CHUNK / 2;

  private final PassContext pass;
  private final Scratch scratch;
  private final int salt;
  private final OffHeap x;
  private final OffHeap y;
  private final NormPass norm;
  private final OffHeap gateAndUp;
  private final Products.Block hidden;
  private final MatrixPass projection;
  private final MatrixPass down;

  /** Buffers that all layers use in turn. */
  static final class Scratch {
    final OffHeap hiddenGradient;
    final OffHeap normedGradient;
    final Products.Block above;
    final Products.Block gateAndUpGradient;
    final float[] wide;
    final float[] wideGradient;
    final float[] narrow;
    final float[] sigmoids;

    Scratch(PassContext pass) {
      int inner = pass.shape.inner();
      hiddenGradient = pass.memory(pass.tokens, inner);
      normedGradient = pass.memory(pass.tokens, pass.shape.width());
      above = pass.block(pass.shape.width());
      gateAndUpGradient = pass.block(2 * inner);
      wide = new float[CHUNK * 2 * inner];
      wideGradient = new float[CHUNK * 2 * inner];
      narrow = new float[CHUNK * inner];
      sigmoids = new float[inner];
    }
  }

  /**
   * @param salt a different number for each part with dropout
   * @param x the input, [tokens, width]
   * @param y the output, [tokens, width]
   */
  FeedForwardPass(
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
    this.norm = new NormPass(pass, layer.feedForwardNorm(), x, pass.gradient);
    int inner = pass.shape.inner();
    this.gateAndUp = pass.memory(pass.tokens, 2 * inner);
    this.hidden = pass.block(inner);
    this.projection =
        pass.matrix(
            layer.gateAndUp(),
            norm.result(),
            false,
            gateAndUp,
            scratch.gateAndUpGradient,
            scratch.normedGradient);
    this.down = pass.matrix(layer.down(), hidden, true, y, scratch.above, scratch.hiddenGradient);
  }

  /** y ← x + down(silu(gate)·up). */
  void forward(Dropout dropout) {
    norm.forward();
    projection.forward().run();
    int inner = pass.shape.inner();
    for (int from = 0; from < pass.tokens; from += CHUNK) {
      int count = Math.min(CHUNK, pass.tokens - from);
      gateAndUp.get(from * 2 * inner, scratch.wide, 0, count * 2 * inner);
      for (int i = 0; i < count; i++) {
        SwiGlu.forward(scratch.wide, i * 2 * inner, scratch.narrow, i * inner, scratch.sigmoids);
      }
      dropout.apply(scratch.narrow, inner, from, count, salt);
      pass.products.put(hidden.storage(), from * inner, scratch.narrow, 0, count * inner);
    }
    y.copy(x, 0, x.length());
    down.forward().run();
  }

  /** Replaces the gradient of y in {@code pass.gradient} with that of x. */
  void backward(Dropout dropout) {
    pass.products.copy(pass.gradient, scratch.above.storage(), 0, pass.gradient.length());
    down.backward().run();
    down.gradient().run();
    int inner = pass.shape.inner();
    for (int from = 0; from < pass.tokens; from += CHUNK) {
      int count = Math.min(CHUNK, pass.tokens - from);
      gateAndUp.get(from * 2 * inner, scratch.wide, 0, count * 2 * inner);
      scratch.hiddenGradient.get(from * inner, scratch.narrow, 0, count * inner);
      dropout.apply(scratch.narrow, inner, from, count, salt);
      for (int i = 0; i < count; i++) {
        SwiGlu.backward(
            scratch.wide,
            i * 2 * inner,
            scratch.narrow,
            i * inner,
            scratch.wideGradient,
            scratch.sigmoids);
      }
      pass.products.put(
          scratch.gateAndUpGradient.storage(),
          from * 2 * inner,
          scratch.wideGradient,
          0,
          count * 2 * inner);
    }
    projection.backward().run();
    projection.gradient().run();
    norm.backward(scratch.normedGradient);
  }
}
