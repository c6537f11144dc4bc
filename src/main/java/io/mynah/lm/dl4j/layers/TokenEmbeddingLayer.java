package io.mynah.lm.dl4j.layers;

import io.mynah.lm.numeric.OffHeap;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes the forward and backward pass of a {@link TokenEmbedding}: copies rows of the table, and
 * adds gradients to rows of the table's gradient, which the {@link TiedSoftmaxLayer} has written
 * before. Used by one thread at a time.
 */
public final class TokenEmbeddingLayer extends AbstractLayer<TokenEmbedding> {
  private static final long serialVersionUID = 1L;

  private transient @Nullable TiedSoftmaxLayer table;
  private transient @Nullable OffHeap output;
  private transient float[] row = {};
  private transient float[] other = {};
  private transient float[] mask = {};
  private transient float[] tokens = {};

  TokenEmbeddingLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  /** Sets the layer whose table this one reads. */
  public void tie(TiedSoftmaxLayer softmax) {
    this.table = softmax;
  }

  private TiedSoftmaxLayer table() {
    if (table == null) {
      throw new IllegalStateException("tie the embedding to a table first");
    }
    return table;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    int lanes = (int) input.size(1);
    int features = table().features();
    OffHeap out = output(input.size(0), lanes, features);
    OffHeap embedding = table().embedding();
    OffHeap.of(input).get(0, tokens);
    boolean dropping = training && layerConf().outputDropout() > 0;
    if (dropping) {
      LockedDropout.fill(
          mask, layerConf().outputDropout(), conf().getSeed() * 31, getIterationCount());
    }
    for (int i = 0; i < tokens.length; i++) {
      embedding.get(((int) tokens[i]) * features, row);
      if (dropping) {
        multiply(row, mask, i % lanes * features);
      }
      out.put(i * features, row);
    }
    return out.array();
  }

  private OffHeap output(long steps, int lanes, int features) {
    OffHeap current = output;
    if (current == null
        || current.array().size(0) != steps
        || current.array().size(1) != lanes
        || current.array().size(2) != features) {
      close();
      current = OffHeap.allocate(steps, lanes, features);
      output = current;
      row = new float[features];
      other = new float[features];
      mask = new float[lanes * features];
      tokens = new float[(int) steps * lanes];
    }
    return current;
  }

  private static void multiply(float[] values, float[] mask, int at) {
    for (int j = 0; j < values.length; j++) {
      values[j] *= mask[at + j];
    }
  }

  private static void add(float[] to, float[] what) {
    for (int j = 0; j < to.length; j++) {
      to[j] += what[j];
    }
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    int lanes = (int) input.size(1);
    int features = table().features();
    OffHeap above = OffHeap.of(epsilon);
    OffHeap gradient = table().embeddingGradient();
    boolean dropping = layerConf().outputDropout() > 0;
    for (int i = 0; i < tokens.length; i++) {
      above.get(i * features, row);
      if (dropping) {
        multiply(row, mask, i % lanes * features);
      }
      int at = ((int) tokens[i]) * features;
      gradient.get(at, other);
      add(other, row);
      gradient.put(at, other);
    }
    return new Pair<>(new DefaultGradient(), epsilon);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clearNoiseWeightParams() {
    // There are no parameters.
  }

  @Override
  public void close() {
    if (output != null) {
      output.close();
      output = null;
    }
  }
}
