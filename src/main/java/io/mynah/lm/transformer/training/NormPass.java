package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.RmsNorm;

/**
 * Computes a norm and its gradient. Its input must not change until the gradient is computed. For
 * one thread.
 */
final class NormPass {
  private final PassContext pass;
  private final ParameterLayout.Part part;
  private final OffHeap x;
  private final OffHeap dx;
  private final Products.Block y;
  private final float[] scales;
  private final float[] chunk;
  private final float[] result;
  private final float[] gradient;
  private float[] gain = {};

  /**
   * @param x the input, [tokens, width]
   * @param dx the gradient of the input, added to
   */
  NormPass(PassContext pass, ParameterLayout.Part part, OffHeap x, OffHeap dx) {
    this.pass = pass;
    this.part = part;
    this.x = x;
    this.dx = dx;
    this.y = pass.block(pass.shape.width());
    this.scales = new float[pass.tokens];
    int size = PassContext.CHUNK * pass.shape.width();
    this.chunk = new float[size];
    this.result = new float[size];
    this.gradient = new float[size];
  }

  /** The result of {@link #forward}, [tokens, width]. */
  Products.Block result() {
    return y;
  }

  void forward() {
    gain = pass.vector(part);
    int width = pass.shape.width();
    float epsilon = (float) pass.shape.epsilon();
    for (int from = 0; from < pass.tokens; from += PassContext.CHUNK) {
      int count = Math.min(PassContext.CHUNK, pass.tokens - from);
      x.get(from * width, chunk, 0, count * width);
      RmsNorm.forward(chunk, gain, epsilon, result, scales, from, count);
      pass.products.put(y.storage(), from * width, result, 0, count * width);
    }
  }

  /**
   * Adds to the gradients of the input and of the gain.
   *
   * @param dy the gradient of the result, [tokens, width]
   */
  void backward(OffHeap dy) {
    int width = pass.shape.width();
    float[] dGain = new float[width];
    for (int from = 0; from < pass.tokens; from += PassContext.CHUNK) {
      int count = Math.min(PassContext.CHUNK, pass.tokens - from);
      x.get(from * width, chunk, 0, count * width);
      dy.get(from * width, result, 0, count * width);
      dx.get(from * width, gradient, 0, count * width);
      RmsNorm.backward(chunk, gain, scales, from, count, result, gradient, dGain);
      dx.put(from * width, gradient, 0, count * width);
    }
    pass.addGradient(part, dGain);
  }
}
