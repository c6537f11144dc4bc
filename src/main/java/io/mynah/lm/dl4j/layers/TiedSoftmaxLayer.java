package io.mynah.lm.dl4j.layers;

import io.mynah.lm.numeric.Curves;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.numeric.Products;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes the forward and backward pass of a {@link TiedSoftmax}. Only places with a weight are
 * computed. They are processed in blocks, so that a block's logits stay in the processor's cache
 * from the product to their gradient, and memory does not grow with window × vocabulary. Used by
 * one thread at a time.
 */
public final class TiedSoftmaxLayer extends BaseOutputLayer<TiedSoftmax> {
  private static final long serialVersionUID = 1L;

  static final String TABLE = "E";
  public static final String BIAS = "b";

  /**
   * Floats of one block of logits: 4.4 MB, which fits in a shared cache; smaller blocks are slower.
   */
  private static final int BLOCK = 1_100_000;

  /** Blocks are padded to a multiple of this, so that products are prepared for few sizes. */
  private static final int STEP = 32;

  private transient @Nullable Work work;
  private transient Precision precision = Precision.SINGLE;
  private transient double loss;
  private transient float lossScale = 1f;

  TiedSoftmaxLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  /** The products of blocks of one size, see {@link #STEP}. */
  private final class BlockProducts {
    final Products.Factor inputs;
    final Products.Factor logits;
    final Products.Product logitsFromInputs;
    private Products.@Nullable Product inputGradient;
    private Products.@Nullable Product embeddingGradient;
    private Products.@Nullable Product moreEmbeddingGradient;

    BlockProducts(Work w, int rows) {
      inputs = w.products.rows(w.allInputs, 0, rows);
      logits = w.products.rows(w.allLogits, 0, rows);
      logitsFromInputs = w.products.product(inputs, false, w.table, true, false, w.logits, 0);
    }

    /** Computes the gradients by the inputs and by the embedding from that by the logits. */
    void backward(Work w, boolean first) {
      if (inputGradient == null || embeddingGradient == null || moreEmbeddingGradient == null) {
        OffHeap gradient = embeddingGradient();
        Products all = w.products;
        inputGradient = all.product(logits, false, w.table, false, false, w.inputGradient, 0);
        embeddingGradient = all.product(logits, true, inputs, false, false, gradient, 0);
        moreEmbeddingGradient = all.product(logits, true, inputs, false, true, gradient, 0);
      }
      logits.changed();
      inputGradient.run();
      (first ? embeddingGradient : moreEmbeddingGradient).run();
    }
  }

  /** The buffers for a block of rows. */
  private final class Work implements AutoCloseable {
    final int vocabulary = (int) layerConf().getNOut();
    final int features = features();
    final int rows = Math.max(1, Math.min(256, BLOCK / vocabulary) / STEP) * STEP;
    final OffHeap inputs = OffHeap.allocate(rows, features);
    final OffHeap inputGradient = OffHeap.allocate(rows, features);
    final OffHeap logits = OffHeap.allocate(rows, vocabulary);
    final SoftmaxRows softmax = new SoftmaxRows(logits, vocabulary);
    final float[] row = new float[features];
    final int[] places = new int[rows];
    final int[] targets = new int[rows];
    final float[] weights = new float[rows];
    OffHeap gradientAbove = OffHeap.allocate(1, 1, features);
    float[] labels = {};
    final Products products = precision.open();
    final Products.Factor table = products.factor(embedding(), vocabulary, features);
    final Products.Factor allInputs = products.factor(inputs, rows, features);
    final Products.Factor allLogits = products.factor(logits, rows, vocabulary);
    private final Map<Integer, BlockProducts> blocks = new HashMap<>();

    /** The products for a block with this many places or somewhat more. */
    BlockProducts block(int size) {
      return blocks.computeIfAbsent(size, rowCount -> new BlockProducts(this, rowCount));
    }

    @Override
    public void close() {
      products.close();
      inputs.close();
      inputGradient.close();
      logits.close();
      gradientAbove.close();
    }
  }

  /** Sets the precision of products; to be called before the first window. */
  public void precision(Precision exactness) {
    this.precision = exactness;
  }

  private Work work() {
    if (work == null) {
      work = new Work();
    }
    return work;
  }

  int features() {
    return (int) layerConf().getNIn();
  }

  OffHeap embedding() {
    return OffHeap.of(getParam(TABLE));
  }

  OffHeap embeddingGradient() {
    return OffHeap.of(gradientViews, TABLE);
  }

  /** Sets the factor for the weighted sum of −ln P. */
  public void lossScale(float scale) {
    this.lossScale = scale;
  }

  /** The weighted sum of −ln P over the last window. */
  public double loss() {
    return loss;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      @Nullable INDArray epsilon, LayerWorkspaceMgr workspaces) {
    Work w = work();
    int places = (int) (input.size(0) * input.size(1));
    if (w.gradientAbove.length() != places * w.features) {
      w.gradientAbove.close();
      w.gradientAbove = OffHeap.allocate(input.size(0), input.size(1), w.features);
    }
    w.gradientAbove.array().assign(0);
    pass(w, true);
    Gradient gradient = new DefaultGradient(gradientsFlattened);
    for (Map.Entry<String, INDArray> entry : gradientViews.entrySet()) {
      gradient.setGradientFor(entry.getKey(), entry.getValue());
    }
    return new Pair<>(gradient, w.gradientAbove.array());
  }

  /** Computes the loss without gradients, for measuring; input and labels as in training. */
  public void score(INDArray inputs, INDArray targets, LayerWorkspaceMgr workspaces) {
    setInput(inputs, workspaces);
    setLabels(targets);
    pass(work(), false);
  }

  private void pass(Work w, boolean training) {
    int places = (int) (input.size(0) * input.size(1));
    if (w.labels.length != 2 * places) {
      w.labels = new float[2 * places];
    }
    OffHeap.of(labels).get(0, w.labels);
    w.softmax.begin(OffHeap.of(getParam(BIAS)));
    w.table.changed();
    boolean first = true;
    int place = 0;
    while (place < places) {
      int count = 0;
      for (; place < places && count < w.rows; place++) {
        if (w.labels[places + place] != 0) {
          w.targets[count] = (int) w.labels[place];
          w.weights[count] = w.labels[places + place];
          w.places[count++] = place;
        }
      }
      if (count > 0) {
        block(w, count, training, first);
        first = false;
      }
    }
    loss = w.softmax.loss();
    if (training) {
      if (first) {
        embeddingGradient().array().assign(0);
      }
      OffHeap.of(gradientViews, BIAS).put(0, w.softmax.biasGradient());
    }
  }

  private void block(Work w, int count, boolean training, boolean first) {
    OffHeap x = OffHeap.of(input);
    for (int i = 0; i < count; i++) {
      x.get(w.places[i] * w.features, w.row);
      w.inputs.put(i * w.features, w.row);
    }
    int padded = Math.min(w.rows, (count + STEP - 1) / STEP * STEP);
    Arrays.fill(w.row, 0f);
    for (int i = count; i < padded; i++) {
      w.inputs.put(i * w.features, w.row);
    }
    BlockProducts products = w.block(padded);
    products.inputs.changed();
    products.logitsFromInputs.run();
    w.softmax.run(count, w.targets, w.weights, lossScale);
    if (training) {
      w.softmax.clear(count, padded);
      products.backward(w, first);
      for (int i = 0; i < count; i++) {
        w.inputGradient.get(i * w.features, w.row);
        w.gradientAbove.put(w.places[i] * w.features, w.row);
      }
    }
  }

  @Override
  public double computeScore(
      double regularisation, boolean training, LayerWorkspaceMgr workspaces) {
    return loss * lossScale + regularisation;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    long steps = input.size(0);
    long lanes = input.size(1);
    int vocabulary = (int) layerConf().getNOut();
    INDArray flat = input.reshape('c', steps * lanes, features());
    INDArray logits = flat.mmul(getParam(TABLE).transpose()).addiRowVector(getParam(BIAS));
    OffHeap memory = OffHeap.of(logits.dup('c'));
    float[] values = memory.toArray();
    for (int at = 0; at < values.length; at += vocabulary) {
      Curves.exp(values, at, at + vocabulary, Curves.max(values, at, at + vocabulary));
      float sum = Curves.sum(values, at, at + vocabulary);
      Curves.scale(values, at, at + vocabulary, 1 / sum);
    }
    memory.put(0, values);
    return memory.array().reshape('c', steps, lanes, vocabulary);
  }

  @Override
  protected INDArray getLabels2d(LayerWorkspaceMgr workspaces, ArrayType type) {
    return labels;
  }

  @Override
  public void close() {
    if (work != null) {
      work.close();
      work = null;
    }
  }
}
