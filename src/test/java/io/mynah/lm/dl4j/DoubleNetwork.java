package io.mynah.lm.dl4j;

import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.dl4j.layers.LockedDropout;
import java.util.Arrays;

/**
 * The network's loss in double precision, written down plainly from the definitions of its parts:
 * what the layers compute fast and in single precision is held against it.
 */
final class DoubleNetwork {
  private final RecurrentConfig config;
  private final int vocabulary;
  private final int lanes;
  private final long seed;
  private final float[][] state;
  private final StreamLanes.Window window;

  /** What is kept of features: of the embedding, of each layer's output and recurrent weights. */
  private final float[] embeddingMask;

  private final float[][] outputMasks;
  private final float[][] recurrentMasks;

  /**
   * @param state outputs, then cells, of each layer before the window
   * @param step decides what is dropped
   */
  DoubleNetwork(
      RecurrentConfig config,
      int vocabulary,
      int lanes,
      long seed,
      float[][] state,
      StreamLanes.Window window,
      int step) {
    this.config = config;
    this.vocabulary = vocabulary;
    this.lanes = lanes;
    this.seed = seed;
    this.state = state;
    this.window = window;
    int h = config.hidden();
    embeddingMask = mask(lanes * h, config.dropout(), seed * 31, step);
    outputMasks = new float[config.layers()][];
    recurrentMasks = new float[config.layers()][];
    for (int i = 0; i < config.layers(); i++) {
      outputMasks[i] = mask(lanes * h, config.dropout(), layerSeed(i, 2), step);
      recurrentMasks[i] = mask(4 * h * h, config.recurrentDropout(), layerSeed(i, 1), step);
    }
  }

  private long layerSeed(int layer, int use) {
    return seed * 31 + (layer + 1) * 7L + use;
  }

  private static float[] mask(int length, double rate, long seed, int step) {
    float[] mask = new float[length];
    Arrays.fill(mask, 1f);
    if (rate > 0) {
      LockedDropout.fill(mask, rate, seed, step);
    }
    return mask;
  }

  /**
   * The weighted sum of −ln P over the window.
   *
   * @param p the parameters in the network's order
   */
  double loss(double[] p) {
    double sum = 0;
    for (int lane = 0; lane < lanes; lane++) {
      sum += loss(p, lane);
    }
    return sum;
  }

  private double loss(double[] p, int lane) {
    int h = config.hidden();
    int table = config.layers() * (8 * h * h + 4 * h);
    double[][] outputs = new double[config.layers()][h];
    double[][] cells = new double[config.layers()][h];
    for (int i = 0; i < config.layers(); i++) {
      for (int j = 0; j < h; j++) {
        outputs[i][j] = state[i][lane * h + j];
        cells[i][j] = state[i][lanes * h + lane * h + j];
      }
    }
    double sum = 0;
    for (int t = 0; t < config.steps(); t++) {
      int place = t * lanes + lane;
      double[] x = new double[h];
      for (int j = 0; j < h; j++) {
        x[j] = p[table + ((int) window.inputs()[place]) * h + j] * embeddingMask[lane * h + j];
      }
      for (int i = 0; i < config.layers(); i++) {
        step(p, i, x, outputs[i], cells[i]);
        for (int j = 0; j < h; j++) {
          x[j] = outputs[i][j] * outputMasks[i][lane * h + j];
        }
      }
      sum += window.weights()[place] * surprise(p, table, x, (int) window.targets()[place]);
    }
    return sum;
  }

  private void step(double[] p, int layer, double[] x, double[] output, double[] cell) {
    int h = config.hidden();
    int input = layer * (8 * h * h + 4 * h);
    int recurrent = input + 4 * h * h;
    int bias = recurrent + 4 * h * h;
    double[] z = new double[4 * h];
    for (int g = 0; g < 4 * h; g++) {
      z[g] = p[bias + g];
      for (int k = 0; k < h; k++) {
        z[g] += x[k] * p[input + k * 4 * h + g];
        z[g] += output[k] * p[recurrent + k * 4 * h + g] * recurrentMasks[layer][k * 4 * h + g];
      }
    }
    for (int j = 0; j < h; j++) {
      cell[j] = sigmoid(z[h + j]) * cell[j] + sigmoid(z[j]) * Math.tanh(z[3 * h + j]);
      output[j] = sigmoid(z[2 * h + j]) * Math.tanh(cell[j]);
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private double surprise(double[] p, int table, double[] x, int target) {
    int h = config.hidden();
    double[] logits = new double[vocabulary];
    double sum = 0;
    for (int v = 0; v < vocabulary; v++) {
      logits[v] = p[table + vocabulary * h + v];
      for (int j = 0; j < h; j++) {
        logits[v] += x[j] * p[table + v * h + j];
      }
      sum += Math.exp(logits[v]);
    }
    return Math.log(sum) - logits[target];
  }

  /** The gradient of the loss by one parameter, by central differences. */
  double gradient(double[] p, int at) {
    double[] moved = p.clone();
    double by = 1e-5;
    moved[at] = p[at] + by;
    double above = loss(moved);
    moved[at] = p[at] - by;
    return (above - loss(moved)) / (2 * by);
  }
}
