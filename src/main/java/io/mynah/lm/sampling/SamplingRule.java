package io.mynah.lm.sampling;

import io.mynah.lm.VoiceParameters;

/**
 * How messages are drawn.
 *
 * @param temperature above 0; the preference's temperature times this divides the logits before
 *     sampling
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

  /**
   * The rule for an owner whose temperature setting is 1.
   *
   * @param candidates how many messages are drawn for each that is said, at least 1
   */
  public static SamplingRule of(VoiceParameters.Sampling parameters, double topP, int candidates) {
    return new SamplingRule(
        1,
        topP,
        new CandidateRule(
            candidates,
            parameters.message(),
            parameters.answer(),
            parameters.shortAnswer(),
            parameters.shortContinuation()));
  }

  /** The same rule with so many messages drawn for each that is said, at least 1. */
  public SamplingRule among(int count) {
    return new SamplingRule(temperature, topP, candidates.among(count));
  }

  /** The same rule at a temperature setting: below 1 it is calmer, above 1 wilder. */
  public SamplingRule at(double setting) {
    return new SamplingRule(temperature * setting, topP, candidates);
  }
}
