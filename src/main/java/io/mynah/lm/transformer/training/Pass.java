package io.mynah.lm.transformer.training;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.RotaryPositions;
import io.mynah.lm.transformer.TransformerShape;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the parts of a forward and backward pass share: sizes, parameters, their gradients, and the
 * products. Native memory that is made through it is freed by {@link #close}. For one thread.
 */
final class Pass implements AutoCloseable {
  /** Tokens that are in Java arrays at a time: few enough for the cache. */
  static final int CHUNK = 32;

  final TransformerShape shape;
  final ParameterLayout layout;
  final RotaryPositions positions;
  final int rows;
  final int length;
  final int tokens;
  final OffHeap parameters;
  final Products.Storage weights;
  final OffHeap gradients;
  final Products products;

  /** The gradient of what stands between the layers, [tokens, width]. */
  final OffHeap gradient;

  private final Deque<OffHeap> owned = new ArrayDeque<>();

  /**
   * @param rows of text that go through at a time
   * @param length tokens of each
   * @param parameters all, in the order of the layout
   * @param weights the same as factors
   * @param gradients added to, in the order of the layout
   */
  Pass(
      TransformerShape shape,
      RotaryPositions positions,
      int rows,
      int length,
      OffHeap parameters,
      Products.Storage weights,
      OffHeap gradients,
      Products products) {
    this.shape = shape;
    this.layout = new ParameterLayout(shape);
    this.positions = positions;
    this.rows = rows;
    this.length = length;
    this.tokens = rows * length;
    this.parameters = parameters;
    this.weights = weights;
    this.gradients = gradients;
    this.products = products;
    this.gradient = memory(tokens, shape.width());
  }

  OffHeap memory(int count, int width) {
    OffHeap memory = OffHeap.allocate((long) count * width);
    owned.push(memory);
    return memory;
  }

  /** Numbers to be factors, [tokens, width]. */
  Products.Block block(int width) {
    return Products.Block.of(products.storage(tokens * width), 0, tokens, width);
  }

  /** A matrix of the parameters. */
  Products.Block weight(ParameterLayout.Part part) {
    return Products.Block.of(weights, part.at(), part.rows(), part.columns());
  }

  /** Prepares y ← x·Wᵀ, or y ← y + x·Wᵀ. */
  Products.Product forward(Products.Block x, ParameterLayout.Part part, boolean add, OffHeap y) {
    return products.product(x, weight(part).transpose(), add, y, 0, 0);
  }

  /** Prepares dx ← dy·W. */
  Products.Product backward(Products.Block dy, ParameterLayout.Part part, OffHeap dx) {
    return products.product(dy, weight(part), false, dx, 0, 0);
  }

  /** Prepares dW ← dW + dyᵀ·x. */
  Products.Product gradient(Products.Block dy, Products.Block x, ParameterLayout.Part part) {
    return products.product(dy.transpose(), x, true, gradients, part.at(), 0);
  }

  /** The gain of a norm as it now is. */
  float[] gain(ParameterLayout.Part part) {
    float[] gain = new float[part.length()];
    parameters.get(part.at(), gain);
    return gain;
  }

  void addGradient(ParameterLayout.Part part, float[] more) {
    float[] sum = new float[part.length()];
    gradients.get(part.at(), sum);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
    gradients.put(part.at(), sum);
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
  }
}
