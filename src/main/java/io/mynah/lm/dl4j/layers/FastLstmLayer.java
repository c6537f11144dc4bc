package io.mynah.lm.dl4j.layers;

import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.recurrent.LstmGates;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes the forward and backward pass of a {@link FastLstm}. Forward: one large product, then
 * step by step a small product and the gates. Backward: step by step the gates and a small product,
 * then three large ones (see {@link LstmProducts}).
 *
 * <p>The state is carried from window to window (truncated back-propagation through time) until
 * {@link #forget}. Buffers live as long as the layer. Used by one thread at a time.
 */
public final class FastLstmLayer extends BaseLayer<FastLstm> {
  private static final long serialVersionUID = 1L;

  static final String INPUT = "W";
  static final String RECURRENT = "RW";
  static final String BIAS = "b";

  private transient @Nullable LstmBuffers buffers;
  private transient Precision precision = Precision.SINGLE;

  FastLstmLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  /** Sets the precision of products; to be called before the first window. */
  public void precision(Precision exactness) {
    this.precision = exactness;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  private int hidden() {
    return (int) layerConf().getNOut();
  }

  private LstmBuffers buffers(int steps, int lanes) {
    LstmBuffers current = buffers;
    if (current == null || current.steps != steps || current.lanes != lanes) {
      if (current != null) {
        current.close();
      }
      current =
          new LstmBuffers(
              steps, lanes, (int) layerConf().getNIn(), hidden(), params, gradientViews, precision);
      buffers = current;
    }
    return current;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray gradients) {
    super.setBackpropGradientsViewArray(gradients);
    if (buffers != null) {
      buffers.close();
      buffers = null;
    }
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    LstmBuffers b = buffers((int) input.size(0), (int) input.size(1));
    int rows = b.lanes;
    int h = b.hidden;
    boolean weightsDrop = training && layerConf().recurrentDropout() > 0;
    b.recurrentInUse(
        weightsDrop ? layerConf().recurrentDropout() : 0, seed(1), getIterationCount());
    b.bias.get(0, b.biasValues);
    LstmProducts products = b.products(OffHeap.of(input));
    products.begin();
    boolean dropping = training && layerConf().outputDropout() > 0;
    if (dropping) {
      LockedDropout.fill(b.mask, layerConf().outputDropout(), seed(2), getIterationCount());
    }
    b.begin();
    for (int t = 0; t < b.steps; t++) {
      step(b, products, t);
      if (dropping) {
        LockedDropout.apply(b.mask, b.outputValues, b.scratch);
        b.dropped.put(t * rows * h, b.scratch);
      }
    }
    return dropping ? b.dropped.array() : b.outputsOfSteps;
  }

  private static void step(LstmBuffers b, LstmProducts products, int t) {
    int rows = b.lanes;
    int h = b.hidden;
    products.addRecurrent(t);
    b.sums.get(t * rows * 4 * h, b.gates[t]);
    LstmGates.forward(
        b.gates[t],
        b.biasValues,
        b.cells[t],
        b.cells[t + 1],
        b.squashed[t],
        b.outputValues,
        rows,
        h);
    b.outputs.put((t + 1) * rows * h, b.outputValues);
  }

  private long seed(int use) {
    return conf().getSeed() * 31 + getIndex() * 7L + use;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    LstmBuffers b = buffers((int) input.size(0), (int) input.size(1));
    OffHeap above = OffHeap.of(epsilon);
    boolean dropping = layerConf().outputDropout() > 0;
    LstmProducts products = b.products(OffHeap.of(input));
    b.beginBackward();
    for (int t = b.steps - 1; t >= 0; t--) {
      stepBack(b, products, above, dropping, t);
    }
    gradients(b, products);
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    for (Map.Entry<String, INDArray> entry : gradientViews.entrySet()) {
      gradient.setGradientFor(entry.getKey(), entry.getValue());
    }
    return new Pair<>(gradient, b.inputGradient.array());
  }

  private static void stepBack(
      LstmBuffers b, LstmProducts products, OffHeap above, boolean dropping, int t) {
    int rows = b.lanes;
    int h = b.hidden;
    above.get(t * rows * h, b.scratch);
    if (dropping) {
      LockedDropout.apply(b.mask, b.scratch, b.scratch);
    }
    if (t + 1 < b.steps) {
      products.outputGradient(t + 1);
      b.fromNext.get(0, b.outputValues);
      add(b.scratch, b.outputValues);
    }
    LstmGates.backward(
        b.gates[t], b.cells[t], b.squashed[t], b.scratch, b.cellGradient, b.sumGradient, rows, h);
    b.sums.put(t * rows * 4 * h, b.sumGradient);
    addRows(b.biasGradientValues, b.sumGradient, rows);
  }

  private static void add(float[] to, float[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += what[i];
    }
  }

  private static void addRows(float[] to, float[] what, int rows) {
    for (int row = 0; row < rows; row++) {
      int at = row * to.length;
      for (int j = 0; j < to.length; j++) {
        to[j] += what[at + j];
      }
    }
  }

  private static void gradients(LstmBuffers b, LstmProducts products) {
    products.gradients();
    b.maskRecurrent(b.gradient(RECURRENT));
    b.gradient(BIAS).put(0, b.biasGradientValues);
  }

  /** Resets the state before the next window. */
  public void forget() {
    if (buffers != null) {
      buffers.forget();
    }
  }

  /** Resets the state of one lane before the next window. */
  public void forget(int lane) {
    if (buffers != null) {
      buffers.forget(lane);
    }
  }

  /**
   * The outputs, then the cells, after the last window: 2 × lanes × hidden, as one flat array; for
   * windows of this shape.
   */
  public float[] state(int steps, int lanes) {
    return buffers(steps, lanes).state();
  }

  /** Sets the state to what {@link #state} returned. */
  public void state(int steps, int lanes, float[] state) {
    buffers(steps, lanes).state(state);
  }

  @Override
  public void clear() {
    // Keeps the buffers, since the next window has the same shape.
    super.clear();
  }

  @Override
  public void close() {
    if (buffers != null) {
      buffers.close();
      buffers = null;
    }
  }
}
