package io.mynah.lm;

import java.time.Duration;

/**
 * Settings for training a transformer. Those for a person of a chat are in {@link
 * VoiceParameters.Network}.
 *
 * @param rows of text for an update
 * @param length tokens of a row
 * @param muon whether Muon updates the matrices of the layers, instead of AdamW
 * @param rank of the adapters that are trained in place of the weights; 0 to train the weights
 * @param adaptedLayers how many layers have adapters, counted from the last
 * @param learningRate the highest
 * @param warmupSteps updates until the highest learning rate
 * @param finalRate the last learning rate as a share of the highest
 * @param beta1 decay of Adam's means
 * @param beta2 decay of Adam's mean squares
 * @param weightDecay of matrices, times the learning rate
 * @param clip the largest length of the gradient, over all parameters together
 * @param dropout share of features dropped after the embedding and within each part of a layer
 * @param average decay of the moving average of the parameters, which is judged and becomes the
 *     model; 0 for none
 * @param fall the share of the training, at its end, in which the learning rate falls; 1 for all
 * @param maxEpochs how often the text is read at most
 * @param patience evaluations without a better one before training stops
 * @param checkpointInterval how much work is lost at most when the process dies
 * @param evaluationInterval an epoch that takes longer is evaluated in parts
 */
public record TransformerConfig(
    int rows,
    int length,
    boolean muon,
    int rank,
    int adaptedLayers,
    double learningRate,
    int warmupSteps,
    double finalRate,
    double beta1,
    double beta2,
    double weightDecay,
    double clip,
    double dropout,
    double average,
    double fall,
    int maxEpochs,
    int patience,
    Duration checkpointInterval,
    Duration evaluationInterval) {
  /** More layers than any network has. */
  static final int ALL_LAYERS = 1 << 10;

  private static final long LARGE_BASE = 50_000_000;
  private static final int LARGE_BASE_RANK = 16;

  public TransformerConfig {
    if (rows < 1 || length < 2 || maxEpochs < 1 || patience < 1) {
      throw new IllegalArgumentException("sizes and counts must be positive");
    }
    if (rank < 0 || (rank > 0 && adaptedLayers < 1)) {
      throw new IllegalArgumentException("adapters need a rank and a layer");
    }
    if (dropout < 0 || dropout >= 1) {
      throw new IllegalArgumentException("a dropout rate must be at least 0 and below 1");
    }
  }

  /** The settings for a base, which learns from a large text of many authors. */
  public static TransformerConfig ofBase(
      int epochs,
      int rows,
      int length,
      double fall,
      Duration checkpointInterval,
      Duration evaluationInterval) {
    return new TransformerConfig(
        rows,
        length,
        true,
        0,
        0,
        3e-3,
        300,
        0.02,
        0.9,
        0.95,
        0.1,
        1,
        0,
        0.999,
        fall,
        epochs,
        1000,
        checkpointInterval,
        evaluationInterval);
  }

  /** The same settings with other rows. */
  public TransformerConfig with(int newRows, int newLength) {
    return with(newRows, newLength, rank, adaptedLayers);
  }

  /** The same settings for training the weights themselves. */
  public TransformerConfig withoutAdapters() {
    return with(rows, length, 0, adaptedLayers);
  }

  /**
   * The same settings for adapters to a base. Large ones get smaller adapters, in the upper half of
   * their layers alone, so that a person trains in minutes and takes little memory.
   *
   * @param weights how many the base has
   */
  public TransformerConfig forBase(long weights, int layers) {
    return isLarge(weights)
        ? with(
            rows,
            length,
            Math.min(rank, LARGE_BASE_RANK),
            Math.min(adaptedLayers, (layers + 1) / 2))
        : this;
  }

  /** Whether a base of so many weights trains slowly: those that come with Mynah do not. */
  public static boolean isLarge(long weights) {
    return weights > LARGE_BASE;
  }

  private TransformerConfig with(int newRows, int newLength, int newRank, int newLayers) {
    return new TransformerConfig(
        newRows,
        newLength,
        muon,
        newRank,
        newLayers,
        learningRate,
        warmupSteps,
        finalRate,
        beta1,
        beta2,
        weightDecay,
        clip,
        dropout,
        average,
        fall,
        maxEpochs,
        patience,
        checkpointInterval,
        evaluationInterval);
  }

  /**
   * The settings that a checkpoint has to agree with. Rates and the length of the training may
   * change from one run to the next.
   */
  public String identity() {
    return "%d %d %s %d %d %s %s"
        .formatted(rows, length, muon, rank, adaptedLayers, dropout, average);
  }
}
