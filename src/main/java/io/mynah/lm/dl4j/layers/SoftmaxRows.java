package io.mynah.lm.dl4j.layers;

import io.mynah.lm.numeric.Curves;
import io.mynah.lm.numeric.OffHeap;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Turns rows of logits into the gradients of the loss by them, and sums the loss. The rows are
 * always split into the same parts and added in the same order, so sums do not depend on the number
 * of cores. Used by one thread at a time.
 */
final class SoftmaxRows {
  private static final int PARTS = 4;

  private final OffHeap logits;
  private final int vocabulary;
  private final float[] bias;
  private final Part[] parts = new Part[PARTS];

  /**
   * @param logits rows × vocabulary
   */
  SoftmaxRows(OffHeap logits, int vocabulary) {
    this.logits = logits;
    this.vocabulary = vocabulary;
    this.bias = new float[vocabulary];
    Arrays.setAll(parts, i -> new Part());
  }

  /**
   * Reads the bias of the tokens, and resets the sums for a window.
   *
   * @param newBias one per token
   */
  void begin(OffHeap newBias) {
    newBias.get(0, bias);
    for (Part part : parts) {
      part.loss = 0;
      Arrays.fill(part.biasGradient, 0f);
    }
  }

  /**
   * Replaces the first rows of the logits with the gradients, and adds to the loss.
   *
   * @param targets the token that comes, one per row
   * @param weights how much it counts, one per row
   * @param scale factor for the weighted sum of −ln P
   */
  void run(int rows, int[] targets, float[] weights, float scale) {
    IntStream.range(0, PARTS)
        .parallel()
        .forEach(
            part -> {
              int end = rows * (part + 1) / PARTS;
              for (int row = rows * part / PARTS; row < end; row++) {
                parts[part].run(row, targets[row], weights[row], scale);
              }
            });
  }

  /** Sets some rows to zero. */
  void clear(int from, int to) {
    float[] zeros = new float[vocabulary];
    for (int row = from; row < to; row++) {
      logits.put(row * vocabulary, zeros);
    }
  }

  /** The weighted sum of −ln P of the window. */
  double loss() {
    return Arrays.stream(parts).mapToDouble(part -> part.loss).sum();
  }

  /** The gradient of the window's loss by the bias, one per token. */
  float[] biasGradient() {
    float[] sum = new float[vocabulary];
    for (Part part : parts) {
      for (int i = 0; i < vocabulary; i++) {
        sum[i] += part.biasGradient[i];
      }
    }
    return sum;
  }

  /** The sums and buffers of one part of the rows. */
  private final class Part {
    private final float[] values = new float[vocabulary];
    private final float[] biasGradient = new float[vocabulary];
    private double loss;

    void run(int row, int target, float weight, float lossScale) {
      logits.get(row * vocabulary, values);
      add(values, bias);
      float max = Curves.max(values, 0, vocabulary);
      float logit = values[target];
      Curves.exp(values, 0, vocabulary, max);
      float sum = Curves.sum(values, 0, vocabulary);
      loss += weight * (Math.log(sum) + max - logit);
      float scale = weight * lossScale;
      Curves.scale(values, 0, vocabulary, scale / sum);
      values[target] -= scale;
      add(biasGradient, values);
      logits.put(row * vocabulary, values);
    }

    private static void add(float[] to, float[] what) {
      for (int i = 0; i < to.length; i++) {
        to[i] += what[i];
      }
    }
  }
}
