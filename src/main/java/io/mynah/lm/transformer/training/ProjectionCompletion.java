package io.mynah.lm.transformer.training;

import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.RmsNorm;
import io.mynah.lm.transformer.TransformerShape;

/**
 * Adds the biases to the queries, keys and values of a layer and normalises heads, if the network
 * does so, and computes the gradient. For one thread.
 */
final class ProjectionCompletion {
  private static final float[] NONE = {};

  private final PassContext pass;
  private final ParameterLayout.Layer layer;
  private float[] bias = NONE;
  private float[] queryNorm = NONE;
  private float[] keyNorm = NONE;
  private float[] biasGradient = NONE;
  private float[] queryNormGradient = NONE;
  private float[] keyNormGradient = NONE;

  ProjectionCompletion(PassContext pass, ParameterLayout.Layer layer) {
    this.pass = pass;
    this.layer = layer;
  }

  /** Begins a pass with the current parameters. */
  void begin() {
    if (layer.bias() != null) {
      bias = pass.vector(layer.bias());
      biasGradient = new float[bias.length];
    }
    if (layer.queryNorm() != null && layer.keyNorm() != null) {
      queryNorm = pass.vector(layer.queryNorm());
      keyNorm = pass.vector(layer.keyNorm());
      queryNormGradient = new float[queryNorm.length];
      keyNormGradient = new float[keyNorm.length];
    }
  }

  /**
   * Completes the projections of some tokens.
   *
   * @param projected [tokens, attentionWidth], changed
   */
  void forward(float[] projected) {
    TransformerShape shape = pass.shape;
    float epsilon = (float) shape.epsilon();
    int width = shape.attentionWidth();
    addBias(projected);
    for (int at = 0; queryNorm.length > 0 && at < projected.length; at += width) {
      RmsNorm.forwardHeads(projected, at, shape.heads(), queryNorm, epsilon);
      int keys = at + shape.queryWidth();
      RmsNorm.forwardHeads(projected, keys, shape.keyHeads(), keyNorm, epsilon);
    }
  }

  private void addBias(float[] projected) {
    for (int at = 0; bias.length > 0 && at < projected.length; at += bias.length) {
      for (int i = 0; i < bias.length; i++) {
        projected[at + i] += bias[i];
      }
    }
  }

  /**
   * Computes the gradient of the projections of some tokens.
   *
   * @param projected as given to {@link #forward}, changed; empty if heads are not normalised
   * @param gradient of what {@code forward} computed, [tokens, attentionWidth]; replaced
   */
  void backward(float[] projected, float[] gradient) {
    TransformerShape shape = pass.shape;
    float epsilon = (float) shape.epsilon();
    int width = shape.attentionWidth();
    addBias(projected);
    for (int at = 0; at < projected.length; at += width) {
      RmsNorm.backwardHeads(
          projected, at, shape.heads(), queryNorm, epsilon, gradient, queryNormGradient);
      int keys = at + shape.queryWidth();
      RmsNorm.backwardHeads(
          projected, keys, shape.keyHeads(), keyNorm, epsilon, gradient, keyNormGradient);
    }
    for (int at = 0; bias.length > 0 && at < gradient.length; at += width) {
      for (int i = 0; i < width; i++) {
        biasGradient[i] += gradient[at + i];
      }
    }
  }

  /** Adds to the gradients of the parameters what {@link #backward} found since the beginning. */
  void addGradients() {
    if (layer.bias() != null) {
      pass.addGradient(layer.bias(), biasGradient);
    }
    if (layer.queryNorm() != null && layer.keyNorm() != null) {
      pass.addGradient(layer.queryNorm(), queryNormGradient);
      pass.addGradient(layer.keyNorm(), keyNormGradient);
    }
  }
}
