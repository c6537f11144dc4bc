package io.mynah.lm.sampling;

/**
 * How messages are drawn.
 *
 * @param temperature divides the logits before sampling, above 0
 * @param topP the nucleus: sampling is from the smallest set of tokens with at least this
 *     probability, above 0 to 1 (Holtzman et al., The curious case of neural text degeneration,
 *     ICLR 2020)
 * @param candidates how a message is chosen among several
 */
public record SamplingRule(double temperature, double topP, CandidateRule candidates) {
  /** A rule by which the first message that is drawn is chosen. */
  public SamplingRule(double temperature, double topP) {
    this(temperature, topP, CandidateRule.FIRST);
  }

  /** The same rule at another temperature. */
  public SamplingRule at(double other) {
    return new SamplingRule(other, topP, candidates);
  }
}
