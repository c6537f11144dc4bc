package io.mynah.lm.dl4j.layers;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An LSTM layer for Deeplearning4j, several times faster than the stock one: the products of all
 * steps with the input are one matrix product, and so are the gradients of the weights. Each step
 * adds one product; the rest are loops in Java. Input and output are [steps, lanes, features] in C
 * order. {@link FastLstmLayer} does the arithmetic.
 */
public final class FastLstm extends FeedForwardLayer {
  private static final long serialVersionUID = 1L;

  private final double outputDropout;
  private final double recurrentDropout;

  private FastLstm(Builder builder) {
    super(builder);
    this.outputDropout = builder.outputDropout;
    this.recurrentDropout = builder.recurrentDropout;
  }

  /**
   * The share of outputs that are zero for the layer above; the same ones over a window's steps.
   */
  public double outputDropout() {
    return outputDropout;
  }

  /** The share of recurrent weights that are zero during a window (Merity et al., 2017). */
  public double recurrentDropout() {
    return recurrentDropout;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    FastLstmLayer layer = new FastLstmLayer(conf, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    Map<String, INDArray> table = initializer().init(conf, parameters, initialize);
    layer.setParamTable(table);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return new Parameters(
        List.of(
            Parameters.weights(FastLstmLayer.INPUT, (int) nIn, (int) (4 * nOut), bound()),
            Parameters.weights(FastLstmLayer.RECURRENT, (int) nOut, (int) (4 * nOut), bound()),
            // With a forget gate that is open at first, early gradients reach far (Jozefowicz et
            // al.).
            Parameters.bias(FastLstmLayer.BIAS, (int) (4 * nOut), (int) nOut, (int) (2 * nOut))));
  }

  private float bound() {
    return (float) (1 / Math.sqrt((double) nOut));
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.recurrent(nOut);
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    // Set by the builder.
  }

  @Override
  public @Nullable InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    long count = initializer().numParams(this);
    return new LayerMemoryReport.Builder(layerName, FastLstm.class, input, getOutputType(0, input))
        .standardMemory(count, 2 * count)
        .workingMemory(0, 6 * nOut, 0, 12 * nOut)
        .cacheMemory(0, 0)
        .build();
  }

  public static final class Builder extends FeedForwardLayer.Builder<Builder> {
    private double outputDropout;
    private double recurrentDropout;

    public Builder outputDropout(double rate) {
      this.outputDropout = rate;
      return this;
    }

    public Builder recurrentDropout(double rate) {
      this.recurrentDropout = rate;
      return this;
    }

    @Override
    // The signature is inherited.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <E extends org.deeplearning4j.nn.conf.layers.Layer> E build() {
      return (E) new FastLstm(this);
    }
  }
}
