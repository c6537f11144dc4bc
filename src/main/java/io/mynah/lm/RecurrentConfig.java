package io.mynah.lm;

/**
 * The shape of a recurrent network and how it is trained. The values for a person of a chat are in
 * {@link VoiceParameters.Network}; a tiny chat gets fewer lanes automatically. Checkpoints of other
 * values are not continued.
 *
 * @param hidden features of a token and cells of a layer
 * @param layers LSTM layers; with this amount of text a second one costs time and gains nothing
 * @param lanes pieces of the text that are read in parallel: enough rows for an efficient product,
 *     few enough for many updates per epoch
 * @param steps tokens between two updates; also how far a gradient reaches back
 * @param learningRate the highest, reached after the warm-up and then lowered by a cosine
 * @param warmupSteps updates until the highest learning rate; before, Adam's second moments are
 *     poor
 * @param finalRate the last learning rate as a share of the highest
 * @param adamBeta2 decay of the second moments; shorter memory than usual, as there are few updates
 * @param weightDecay of the weights, times the learning rate (decoupled: Loshchilov and Hutter,
 *     2019); biases have none
 * @param clip the largest length of the gradient, over all parameters together
 * @param dropout share of features dropped after the embedding and after each layer
 * @param recurrentDropout share of recurrent weights dropped (Merity et al., 2017)
 * @param maxEpochs most epochs that are useful: the learning rate is lowered over at most this many
 * @param patience evaluations without a better one before training stops
 * @param halfPrecisionFiles whether written weights have 16 bits: half the size, and the rounding
 *     is far too small to notice
 */
public record RecurrentConfig(
    int hidden,
    int layers,
    int lanes,
    int steps,
    double learningRate,
    int warmupSteps,
    double finalRate,
    double adamBeta2,
    double weightDecay,
    double clip,
    double dropout,
    double recurrentDropout,
    int maxEpochs,
    int patience,
    boolean halfPrecisionFiles) {
  public RecurrentConfig {
    if (hidden < 1 || layers < 1 || lanes < 1 || steps < 1 || maxEpochs < 1 || patience < 1) {
      throw new IllegalArgumentException("sizes and counts must be positive");
    }
    if (dropout < 0 || dropout >= 1 || recurrentDropout < 0 || recurrentDropout >= 1) {
      throw new IllegalArgumentException("a dropout rate must be at least 0 and below 1");
    }
  }

  /** The same configuration for a network of another shape. */
  public RecurrentConfig shaped(int newHidden, int newLayers) {
    return new RecurrentConfig(
        newHidden,
        newLayers,
        lanes,
        steps,
        learningRate,
        warmupSteps,
        finalRate,
        adamBeta2,
        weightDecay,
        clip,
        dropout,
        recurrentDropout,
        maxEpochs,
        patience,
        halfPrecisionFiles);
  }

  /**
   * The configuration for a base, which learns from a large text of many authors: wide, hardly any
   * dropout, many lanes.
   *
   * @param epochs how often the text is read at most
   */
  public static RecurrentConfig ofBase(int hidden, int epochs) {
    return new RecurrentConfig(
        hidden, 1, 64, 64, 1.5e-3, 400, 0.02, 0.99, 0.02, 1.0, 0.1, 0, epochs, 1000, true);
  }
}
