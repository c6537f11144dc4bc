package io.mynah.lm.dl4j.layers;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.numeric.Products;
import io.mynah.lm.numeric.Products.Factor;
import io.mynah.lm.numeric.Products.Product;
import org.jspecify.annotations.Nullable;

/**
 * The matrix products of a {@link FastLstmLayer} over its buffers. With X the inputs of all steps,
 * H the outputs of all steps one step late and Z the sums that go into the gates: Z = X·W; Z_t +=
 * H_t·R; backward ∂H_t = ∂Z_t·Rᵀ, ∂W = Xᵀ·∂Z, ∂R = Hᵀ·∂Z and ∂X = ∂Z·Wᵀ. Used by one thread at a
 * time.
 */
final class LstmProducts implements AutoCloseable {
  private final Products products;
  private final LstmBuffers buffers;
  private final OffHeap input;
  private final OffHeap recurrentWeights;

  private final Factor inputs;
  private final Factor weights;
  private final Factor recurrent;
  private final Factor outputs;
  private final Factor sums;
  private final Factor[] outputsOfStep;
  private final Factor[] sumsOfStep;

  private final Product sumsFromInputs;
  private final Product[] sumsFromOutputs;
  private final Product[] outputGradient;

  /** The products for the gradients; null before there is memory for gradients. */
  private Product @Nullable [] gradients;

  LstmProducts(Precision precision, LstmBuffers buffers, OffHeap input) {
    this.buffers = buffers;
    this.input = input;
    this.recurrentWeights = buffers.recurrentUsed;
    products = precision.open();
    int steps = buffers.steps;
    int lanes = buffers.lanes;
    int h = buffers.hidden;
    inputs = products.factor(input, steps * lanes, buffers.inputs);
    weights = products.factor(buffers.weights, buffers.inputs, 4 * h);
    recurrent = products.factor(recurrentWeights, h, 4 * h);
    outputs = products.factor(buffers.outputs, steps * lanes, h);
    sums = products.factor(buffers.sums, steps * lanes, 4 * h);
    sumsFromInputs = products.product(inputs, false, weights, false, false, buffers.sums, 0);
    outputsOfStep = new Factor[steps];
    sumsOfStep = new Factor[steps];
    sumsFromOutputs = new Product[steps];
    outputGradient = new Product[steps];
    for (int t = 0; t < steps; t++) {
      outputsOfStep[t] = products.rows(outputs, t * lanes, lanes);
      sumsOfStep[t] = products.rows(sums, t * lanes, lanes);
      long at = (long) t * lanes * 4 * h;
      sumsFromOutputs[t] =
          products.product(outputsOfStep[t], false, recurrent, false, true, buffers.sums, at);
      outputGradient[t] =
          products.product(sumsOfStep[t], false, recurrent, true, false, buffers.fromNext, 0);
    }
  }

  /** Whether the products are for these inputs and recurrent weights. */
  boolean isOver(OffHeap newInput, OffHeap newRecurrent) {
    return input.pointer().address() == newInput.pointer().address()
        && recurrentWeights.pointer().address() == newRecurrent.pointer().address();
  }

  /**
   * Reads the weights and inputs, and sets the sums of all steps to the product with the inputs.
   */
  void begin() {
    inputs.changed();
    weights.changed();
    recurrent.changed();
    sumsFromInputs.run();
  }

  /** Adds the product with the outputs of the step before to the sums of a step. */
  void addRecurrent(int step) {
    outputsOfStep[step].changed();
    sumsFromOutputs[step].run();
  }

  /**
   * Computes the gradient by the outputs before a step, in {@code fromNext}, from that by the
   * step's sums.
   */
  void outputGradient(int step) {
    sumsOfStep[step].changed();
    outputGradient[step].run();
  }

  /** Computes the gradients by the weights and by the input, after all steps. */
  void gradients() {
    sumsOfStep[0].changed(); // the others were read in the steps before
    if (gradients == null) {
      OffHeap weightGradient = buffers.gradient(FastLstmLayer.INPUT);
      OffHeap recurrentGradient = buffers.gradient(FastLstmLayer.RECURRENT);
      gradients =
          new Product[] {
            products.product(inputs, true, sums, false, false, weightGradient, 0),
            products.product(outputs, true, sums, false, false, recurrentGradient, 0),
            products.product(sums, false, weights, true, false, buffers.inputGradient, 0)
          };
    }
    for (Product product : gradients) {
      product.run();
    }
  }

  @Override
  public void close() {
    products.close();
  }
}
