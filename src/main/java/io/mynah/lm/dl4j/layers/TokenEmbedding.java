package io.mynah.lm.dl4j.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The input layer: looks tokens up in the embedding table of the {@link TiedSoftmax} at the other
 * end of the network (Press and Wolf, 2017), so it has no parameters of its own. Input [steps,
 * lanes], output [steps, lanes, features].
 */
public final class TokenEmbedding extends NoParamLayer {
  private static final long serialVersionUID = 1L;

  private final double outputDropout;

  private TokenEmbedding(Builder builder) {
    super(builder);
    this.outputDropout = builder.outputDropout;
  }

  /**
   * The share of features that are zero for the layer above; the same ones over a window's steps.
   */
  public double outputDropout() {
    return outputDropout;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    TokenEmbeddingLayer layer = new TokenEmbeddingLayer(conf, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    return layer;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return input;
  }

  @Override
  public @Nullable InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    return new LayerMemoryReport.Builder(layerName, TokenEmbedding.class, input, input)
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }

  public static final class Builder
      extends org.deeplearning4j.nn.conf.layers.Layer.Builder<Builder> {
    private double outputDropout;

    public Builder outputDropout(double rate) {
      this.outputDropout = rate;
      return this;
    }

    @Override
    // The signature is inherited.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <E extends org.deeplearning4j.nn.conf.layers.Layer> E build() {
      return (E) new TokenEmbedding(this);
    }
  }
}
