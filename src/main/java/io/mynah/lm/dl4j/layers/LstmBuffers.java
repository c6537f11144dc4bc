package io.mynah.lm.dl4j.layers;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The buffers of a {@link FastLstmLayer} for windows of one shape, and the state that it carries
 * from window to window. Used by one thread at a time.
 */
final class LstmBuffers implements AutoCloseable {
  final int steps;
  final int lanes;
  final int inputs;
  final int hidden;

  final OffHeap weights;
  final OffHeap recurrent;
  final OffHeap bias;
  private final @Nullable Map<String, INDArray> gradients;
  private final Precision precision;
  private @Nullable LstmProducts products;

  /**
   * The sums that go into the gates at every step, steps × lanes × 4·hidden; in the backward pass
   * their gradients.
   */
  final OffHeap sums;

  /**
   * The output of the last step of the window before, then of every step: (steps + 1) × lanes ×
   * hidden.
   */
  final OffHeap outputs;

  final INDArray outputsOfSteps;

  /** The outputs after dropout, for the layer above: steps × lanes × hidden. */
  final OffHeap dropped;

  final OffHeap inputGradient;
  final OffHeap fromNext;

  /** The recurrent weights of this window, after dropout: hidden × 4·hidden. */
  OffHeap recurrentUsed;

  private @Nullable OffHeap recurrentDropped;
  private float @Nullable [] recurrentMask;
  private float @Nullable [] recurrentValues;

  final float[][] gates;

  /**
   * The cells of the last step of the window before, then of every step: (steps + 1) × (lanes ·
   * hidden).
   */
  final float[][] cells;

  final float[][] squashed;
  final float[] biasValues;
  final float[] biasGradientValues;
  final float[] outputValues;
  final float[] scratch;
  final float[] mask;
  final float[] cellGradient;
  final float[] sumGradient;

  private boolean fresh = true;

  LstmBuffers(
      int steps,
      int lanes,
      int inputs,
      int hidden,
      Map<String, INDArray> parameters,
      @Nullable Map<String, INDArray> gradients,
      Precision precision) {
    this.precision = precision;
    this.steps = steps;
    this.lanes = lanes;
    this.inputs = inputs;
    this.hidden = hidden;
    this.gradients = gradients;
    this.weights = OffHeap.of(parameters, FastLstmLayer.INPUT);
    this.recurrent = OffHeap.of(parameters, FastLstmLayer.RECURRENT);
    this.bias = OffHeap.of(parameters, FastLstmLayer.BIAS);
    this.recurrentUsed = recurrent;
    this.sums = OffHeap.allocate(steps, lanes, 4L * hidden);
    this.outputs = OffHeap.allocate(steps + 1L, lanes, hidden);
    this.outputsOfSteps = outputs.array().get(NDArrayIndex.interval(1, steps + 1L));
    this.dropped = OffHeap.allocate(steps, lanes, hidden);
    this.inputGradient = OffHeap.allocate(steps, lanes, inputs);
    this.fromNext = OffHeap.allocate(lanes, hidden);
    int row = lanes * hidden;
    this.gates = new float[steps][4 * row];
    this.cells = new float[steps + 1][row];
    this.squashed = new float[steps][row];
    this.biasValues = new float[4 * hidden];
    this.biasGradientValues = new float[4 * hidden];
    this.outputValues = new float[row];
    this.scratch = new float[row];
    this.mask = new float[row];
    this.cellGradient = new float[row];
    this.sumGradient = new float[4 * row];
  }

  /** The products with these buffers and the layer's input. */
  LstmProducts products(OffHeap input) {
    LstmProducts current = products;
    if (current == null || !current.isOver(input, recurrentUsed)) {
      if (current != null) {
        current.close();
      }
      current = new LstmProducts(precision, this, input);
      products = current;
    }
    return current;
  }

  OffHeap gradient(String key) {
    return OffHeap.of(gradients, key);
  }

  /** Copies the state at the end of the last window to the beginning of this one. */
  void begin() {
    float[] row = scratch;
    if (fresh) {
      Arrays.fill(row, 0f);
      Arrays.fill(cells[0], 0f);
      fresh = false;
    } else {
      outputs.get(steps * row.length, row);
      System.arraycopy(cells[steps], 0, cells[0], 0, row.length);
    }
    outputs.put(0, row);
  }

  void beginBackward() {
    Arrays.fill(cellGradient, 0f);
    Arrays.fill(biasGradientValues, 0f);
  }

  void forget() {
    fresh = true;
  }

  /** Resets the state of one lane before the next window. */
  void forget(int lane) {
    Arrays.fill(scratch, 0, hidden, 0f);
    int row = lanes * hidden;
    outputs.put(steps * row + lane * hidden, scratch, 0, hidden);
    Arrays.fill(cells[steps], lane * hidden, (lane + 1) * hidden, 0f);
  }

  /** The outputs, then the cells, after the last window: 2 × lanes × hidden, as one flat array. */
  float[] state() {
    int row = lanes * hidden;
    float[] state = new float[2 * row];
    if (!fresh) {
      outputs.get(steps * row, state, 0, row);
      System.arraycopy(cells[steps], 0, state, row, row);
    }
    return state;
  }

  /** Sets the state to what {@link #state()} returned. */
  void state(float[] state) {
    int row = lanes * hidden;
    outputs.put(steps * row, state, 0, row);
    System.arraycopy(state, row, cells[steps], 0, row);
    fresh = false;
  }

  /** Chooses the recurrent weights of this window: all of them, or with some set to zero. */
  void recurrentInUse(double rate, long seed, int step) {
    if (rate <= 0) {
      recurrentUsed = recurrent;
      return;
    }
    if (recurrentDropped == null || recurrentMask == null || recurrentValues == null) {
      recurrentDropped = OffHeap.allocate(hidden, 4L * hidden);
      recurrentMask = new float[hidden * 4 * hidden];
      recurrentValues = new float[hidden * 4 * hidden];
    }
    LockedDropout.fill(recurrentMask, rate, seed, step);
    recurrent.get(0, recurrentValues);
    LockedDropout.apply(recurrentMask, recurrentValues, recurrentValues);
    recurrentDropped.put(0, recurrentValues);
    recurrentUsed = recurrentDropped;
  }

  /** Sets the gradient of dropped weights to zero. */
  void maskRecurrent(OffHeap gradient) {
    if (recurrentUsed != recurrent && recurrentMask != null && recurrentValues != null) {
      gradient.get(0, recurrentValues);
      LockedDropout.apply(recurrentMask, recurrentValues, recurrentValues);
      gradient.put(0, recurrentValues);
    }
  }

  @Override
  public void close() {
    if (products != null) {
      products.close();
    }
    sums.close();
    outputs.close();
    dropped.close();
    inputGradient.close();
    fromNext.close();
    if (recurrentDropped != null) {
      recurrentDropped.close();
    }
  }
}
