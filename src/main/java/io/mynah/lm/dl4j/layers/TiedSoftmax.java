package io.mynah.lm.dl4j.layers;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The output layer: softmax over all tokens of the product with the embedding table (one row a
 * token), which {@link TokenEmbedding} reads too, and the weighted loss. Labels are [2, steps,
 * lanes]: the tokens, then their weights. The loss is the weighted sum of −ln P times {@code
 * lossScale}.
 */
public final class TiedSoftmax extends BaseOutputLayer {
  private static final long serialVersionUID = 1L;

  private TiedSoftmax(Builder builder) {
    super(builder);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    TiedSoftmaxLayer layer = new TiedSoftmaxLayer(conf, type);
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
            Parameters.weights(TiedSoftmaxLayer.TABLE, (int) nOut, (int) nIn, 0.1f),
            Parameters.bias(TiedSoftmaxLayer.BIAS, (int) nOut, 0, 0)));
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
    return new LayerMemoryReport.Builder(
            layerName, TiedSoftmax.class, input, getOutputType(0, input))
        .standardMemory(count, 2 * count)
        .workingMemory(0, nIn + nOut, 0, nIn + nOut)
        .cacheMemory(0, 0)
        .build();
  }

  public static final class Builder extends BaseOutputLayer.Builder<Builder> {
    @Override
    // The signature is inherited.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <E extends org.deeplearning4j.nn.conf.layers.Layer> E build() {
      return (E) new TiedSoftmax(this);
    }
  }
}
