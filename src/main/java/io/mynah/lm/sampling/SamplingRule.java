package io.mynah.lm.sampling;

/**
 * How each token of a message is drawn.
 *
 * @param temperature divides the logits before sampling, above 0
 * @param topP the nucleus: sampling is from the smallest set of tokens with at least this
 *     probability, above 0 to 1 (Holtzman et al., The curious case of neural text degeneration,
 *     ICLR 2020)
 */
public record SamplingRule(double temperature, double topP) {
  /** The same rule at another temperature. */
  public SamplingRule at(double other) {
    return new SamplingRule(other, topP);
  }
}
