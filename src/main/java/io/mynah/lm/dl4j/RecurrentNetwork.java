package io.mynah.lm.dl4j;

import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.dl4j.layers.FastLstm;
import io.mynah.lm.dl4j.layers.FastLstmLayer;
import io.mynah.lm.dl4j.layers.SettableLearningRate;
import io.mynah.lm.dl4j.layers.TiedSoftmax;
import io.mynah.lm.dl4j.layers.TiedSoftmaxLayer;
import io.mynah.lm.dl4j.layers.TokenEmbedding;
import io.mynah.lm.dl4j.layers.TokenEmbeddingLayer;
import io.mynah.lm.numeric.Blas;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.recurrent.RecurrentModel;
import io.mynah.lm.recurrent.RecurrentWeights;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * A Deeplearning4j network of {@link TokenEmbedding}, some {@link FastLstm} and {@link
 * TiedSoftmax}. It is trained one window at a time with AdamW, and the gradient is clipped by its
 * length over all parameters. Used by one thread at a time; {@link #close} frees the native memory.
 */
public final class RecurrentNetwork implements AutoCloseable {
  private final RecurrentConfig config;
  private final int vocabulary;
  private final int lanes;
  private final MultiLayerNetwork network;
  private final TiedSoftmaxLayer softmax;
  private final List<FastLstmLayer> recurrent = new ArrayList<>();
  private final SettableLearningRate rate = new SettableLearningRate();
  private final OffHeap tokens;
  private final OffHeap labels;

  public RecurrentNetwork(
      RecurrentConfig config, int vocabulary, int lanes, long seed, Precision precision) {
    Blas.load();
    this.config = config;
    this.vocabulary = vocabulary;
    this.lanes = lanes;
    this.network = new MultiLayerNetwork(describe(config, vocabulary, seed, rate));
    network.init();
    network.initGradientsView();
    this.softmax = (TiedSoftmaxLayer) network.getOutputLayer();
    ((TokenEmbeddingLayer) network.getLayer(0)).tie(softmax);
    for (int i = 1; i <= config.layers(); i++) {
      recurrent.add((FastLstmLayer) network.getLayer(i));
    }
    softmax.precision(precision);
    recurrent.forEach(layer -> layer.precision(precision));
    this.tokens = OffHeap.allocate(config.steps(), lanes);
    this.labels = OffHeap.allocate(2, config.steps(), lanes);
  }

  private static MultiLayerConfiguration describe(
      RecurrentConfig config, int vocabulary, long seed, SettableLearningRate rate) {
    var list =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .miniBatch(false)
            .updater(
                Adam.builder()
                    .learningRateSchedule(rate)
                    .beta1(0.9)
                    .beta2(config.adamBeta2())
                    .epsilon(1e-8)
                    .build())
            .list();
    // Set for each layer: Deeplearning4j applies twice what is set for all of them.
    List<Regularization> decay = List.of(new WeightDecay(config.weightDecay(), true));
    list.layer(
        new TokenEmbedding.Builder().name("embedding").outputDropout(config.dropout()).build());
    for (int i = 0; i < config.layers(); i++) {
      list.layer(
          new FastLstm.Builder()
              .name("lstm" + i)
              .nIn(config.hidden())
              .nOut(config.hidden())
              .outputDropout(config.dropout())
              .recurrentDropout(config.recurrentDropout())
              .regularization(decay)
              .build());
    }
    list.layer(
        new TiedSoftmax.Builder()
            .name("softmax")
            .nIn(config.hidden())
            .nOut(vocabulary)
            .regularization(decay)
            .build());
    return list.validateOutputLayerConfig(false).build();
  }

  MultiLayerNetwork network() {
    return network;
  }

  /**
   * Makes one update.
   *
   * @param step counted from 0; decides what is dropped
   * @param lossScale factor for the weighted sum of −ln P over the window
   * @return the weighted sum of −ln P over the window, before the update
   */
  public double train(StreamLanes.Window window, int step, double learningRate, float lossScale) {
    rate.set(learningRate);
    gradient(window, step, lossScale);
    INDArray gradients = network.getFlattenedGradients();
    OffHeap flat = OffHeap.of(gradients);
    float norm = Blas.norm(flat.length(), flat.pointer());
    if (norm > config.clip()) {
      Blas.scale(flat.length(), (float) (config.clip() / norm), flat.pointer());
    }
    network
        .getUpdater()
        .update(network, network.gradient(), step, 0, 1, LayerWorkspaceMgr.noWorkspaces());
    network.params().subi(gradients.reshape(gradients.length()));
    return softmax.loss();
  }

  /** Computes the gradient of a window without an update. */
  void gradient(StreamLanes.Window window, int step, float lossScale) {
    feed(window);
    network.setIterationCount(step);
    for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
      layer.setIterationCount(step); // decides what the layer drops
    }
    softmax.lossScale(lossScale);
    network.setInput(tokens.array());
    network.setLabels(labels.array());
    network.computeGradientAndScore();
  }

  /** The weighted sum of −ln P over the last window. */
  double loss() {
    return softmax.loss();
  }

  /** The weighted sum of −ln P over a window; the state is carried on, nothing is dropped. */
  double score(StreamLanes.Window window) {
    feed(window);
    INDArray values = tokens.array();
    for (int i = 0; i <= config.layers(); i++) {
      values =
          network.getLayer(i).activate(values, false, LayerWorkspaceMgr.noWorkspacesImmutable());
    }
    softmax.score(values, labels.array(), LayerWorkspaceMgr.noWorkspacesImmutable());
    return softmax.loss();
  }

  private void feed(StreamLanes.Window window) {
    tokens.put(0, window.inputs());
    labels.put(0, window.targets());
    labels.put(window.targets().length, window.weights());
  }

  /** Resets the state: the next window is at the beginning of a conversation. */
  void forget() {
    recurrent.forEach(FastLstmLayer::forget);
  }

  /** Resets one lane: in the next window it is at the beginning of a conversation. */
  void forget(int lane) {
    recurrent.forEach(layer -> layer.forget(lane));
  }

  /**
   * The state of all layers after the last window: layers × (2·lanes·hidden), outputs before cells.
   */
  float[][] state() {
    float[][] state = new float[recurrent.size()][];
    for (int i = 0; i < state.length; i++) {
      state[i] = recurrent.get(i).state(config.steps(), lanes);
    }
    return state;
  }

  /** Sets the state to what {@link #state()} returned. */
  void state(float[][] state) {
    for (int i = 0; i < state.length; i++) {
      recurrent.get(i).state(config.steps(), lanes, state[i]);
    }
  }

  /** A copy of all parameters, as one flat array. */
  public float[] parameters() {
    return OffHeap.of(network.params()).toArray();
  }

  /** Sets all parameters to what {@link #parameters()} returned. */
  public void parameters(float[] values) {
    OffHeap.of(network.params()).put(0, values);
  }

  /**
   * Sets the bias of the softmax.
   *
   * @param values one per token
   */
  void softmaxBias(float[] values) {
    OffHeap.of(softmax.getParam(TiedSoftmaxLayer.BIAS)).put(0, values);
  }

  int parameterCount() {
    return Math.toIntExact(network.numParams());
  }

  int momentCount() {
    return Math.toIntExact(network.getUpdater().getStateViewArray().length());
  }

  /** A copy of Adam's moments, as one flat array. */
  float[] moments() {
    return OffHeap.of(network.getUpdater().getStateViewArray()).toArray();
  }

  /** Sets the moments to what {@link #moments()} returned. */
  void moments(float[] values) {
    OffHeap.of(network.getUpdater().getStateViewArray()).put(0, values);
  }

  /**
   * Makes a model with a copy of some parameters.
   *
   * @param values one flat array, as from {@link #parameters()}
   */
  public RecurrentModel model(float[] values) {
    return new RecurrentModel(
        RecurrentWeights.of(vocabulary, config.hidden(), config.layers(), values));
  }

  @Override
  public void close() {
    for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
      layer.close();
    }
    network.close();
    tokens.close();
    labels.close();
  }
}
