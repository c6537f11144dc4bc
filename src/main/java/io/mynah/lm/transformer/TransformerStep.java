package io.mynah.lm.transformer;

import io.mynah.lm.numeric.Curves;
import io.mynah.text.ControlTokens;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs a transformer for generating text: several tokens at once, of one state or of several, so
 * that the weights are read once for all. Thread-safe.
 */
final class TransformerStep {
  /** Most tokens that are processed at once. */
  static final int AT_ONCE = 64;

  private TransformerStep() {}

  /**
   * Advances each state by one token; the states are all different.
   *
   * @param tokens one per state
   */
  static void advance(SpeakingWeights weights, TransformerState[] states, int[] tokens) {
    for (int i = 0; i < states.length; i++) {
      states[i].begin(tokens[i]);
    }
    float[][] x = run(weights, states, tokens);
    for (int i = 0; i < states.length; i++) {
      System.arraycopy(x[i], 0, states[i].features(), 0, x[i].length);
    }
  }

  /**
   * Advances states by several tokens.
   *
   * @param states one per token, each again for each of its tokens
   * @param tokens those of a state are in order
   * @param out tokens × vocabulary, ln P of every next token after each; null if not asked for
   */
  static void read(
      SpeakingWeights weights, TransformerState[] states, int[] tokens, float @Nullable [][] out) {
    int from = 0;
    while (from < tokens.length) {
      states[from].begin(tokens[from]);
      int to = from + 1;
      while (to < tokens.length && to - from < AT_ONCE && tokens[to] != ControlTokens.GAP) {
        to++;
      }
      TransformerState[] some = Arrays.copyOfRange(states, from, to);
      float[][] x = run(weights, some, Arrays.copyOfRange(tokens, from, to));
      for (int i = 0; i < x.length; i++) {
        System.arraycopy(x[i], 0, some[i].features(), 0, x[i].length);
      }
      if (out != null) {
        logProbabilities(weights, x, Arrays.copyOfRange(out, from, to));
      }
      from = to;
    }
  }

  /**
   * Processes tokens; those of one state are in order.
   *
   * @param states one per token
   * @return tokens × width, the output of the last layer
   */
  private static float[][] run(SpeakingWeights weights, TransformerState[] states, int[] tokens) {
    TransformerShape shape = weights.shape();
    int count = tokens.length;
    float[][] x = new float[count][shape.width()];
    int[] places = new int[count];
    float[][] rotations = new float[count][];
    for (int i = 0; i < count; i++) {
      if (tokens[i] < 0 || tokens[i] >= shape.vocabulary()) {
        throw new IllegalArgumentException(
            "no token " + tokens[i] + " among " + shape.vocabulary());
      }
      weights.table().row(tokens[i], x[i]);
      places[i] = states[i].cache().next();
      rotations[i] = RotaryPositions.at(shape, places[i]);
    }
    float[][] normed = new float[count][shape.width()];
    float[][] projected = new float[count][shape.attentionWidth()];
    float[][] attended = new float[count][shape.queryWidth()];
    float[][] wide = new float[count][2 * shape.inner()];
    float[][] hidden = new float[count][shape.inner()];
    float[] sigmoids = new float[shape.inner()];
    Attention attention = new Attention(shape, weights.kernel());
    for (int l = 0; l < shape.layers(); l++) {
      SpeakingWeights.Layer layer = weights.layers().get(l);
      norm(x, layer.attentionNorm(), shape, normed);
      weights.kernel().multiply(layer.projections(), normed, projected);
      complete(projected, layer, shape);
      for (int i = 0; i < count; i++) {
        attention.run(l, states[i].cache(), places[i], projected[i], rotations[i], attended[i]);
      }
      weights.kernel().multiply(layer.output(), attended, normed);
      add(normed, x);
      norm(x, layer.feedForwardNorm(), shape, normed);
      weights.kernel().multiply(layer.gateAndUp(), normed, wide);
      for (int i = 0; i < count; i++) {
        SwiGlu.forward(wide[i], 0, hidden[i], 0, sigmoids);
      }
      weights.kernel().multiply(layer.down(), hidden, normed);
      add(normed, x);
    }
    return x;
  }

  /** Adds the biases to queries, keys and values, and normalises heads, if the network does so. */
  private static void complete(
      float[][] projected, SpeakingWeights.Layer layer, TransformerShape shape) {
    float[] bias = layer.bias();
    float[] queryNorm = layer.queryNorm();
    float[] keyNorm = layer.keyNorm();
    float epsilon = (float) shape.epsilon();
    for (float[] each : projected) {
      if (bias != null) {
        add(bias, each);
      }
      if (queryNorm != null && keyNorm != null) {
        RmsNorm.forwardHeads(each, 0, shape.heads(), queryNorm, epsilon);
        RmsNorm.forwardHeads(each, shape.queryWidth(), shape.keyHeads(), keyNorm, epsilon);
      }
    }
  }

  private static void norm(float[][] x, float[] gain, TransformerShape shape, float[][] y) {
    float[] scale = new float[1];
    for (int i = 0; i < x.length; i++) {
      RmsNorm.forward(x[i], gain, (float) shape.epsilon(), y[i], scale, 0, 1);
    }
  }

  private static void add(float[][] more, float[][] x) {
    for (int i = 0; i < x.length; i++) {
      add(more[i], x[i]);
    }
  }

  private static void add(float[] more, float[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] += more[i];
    }
  }

  /**
   * Writes ln P of every next token for each state.
   *
   * @param out states × vocabulary
   */
  static void logProbabilities(SpeakingWeights weights, TransformerState[] states, float[][] out) {
    float[][] x = new float[states.length][];
    for (int i = 0; i < states.length; i++) {
      x[i] = states[i].features();
    }
    logProbabilities(weights, x, out);
  }

  private static void logProbabilities(SpeakingWeights weights, float[][] x, float[][] out) {
    TransformerShape shape = weights.shape();
    for (float[] each : out) {
      if (each.length < shape.vocabulary()) {
        throw new IllegalArgumentException("room for " + shape.vocabulary() + " tokens is needed");
      }
    }
    float[][] normed = new float[x.length][shape.width()];
    norm(x, weights.lastNorm(), shape, normed);
    weights.kernel().multiply(weights.softmax(), normed, out);
    for (float[] logits : out) {
      Curves.logSoftmax(logits, shape.vocabulary());
    }
  }
}
