package io.mynah.lm.mixture;

import io.mynah.lm.VoiceParameters;

/**
 * Corrects the probability that a mixture gives to the ends of messages. N-gram models of a few
 * tokens do not know how long a message already is, and make an end too likely for a person who
 * writes long ones. One shift of the end's log-odds is fitted to where messages really ended (Platt
 * scaling with a fixed slope).
 */
public final class EndCalibration {
  private static final int ROUNDS = 8;

  private EndCalibration() {}

  /**
   * Fits the shift.
   *
   * @param predicted the predicted probability of an end, one per place
   * @param ended whether the message ended, one per place
   * @return the factor for the odds of an end
   */
  public static double factor(
      double[] predicted, boolean[] ended, VoiceParameters.Mixture parameters) {
    double prior = parameters.endPrior();
    double shift = 0;
    for (int round = 0; round < ROUNDS; round++) {
      double gradient = -shift / (prior * prior);
      double curvature = 1 / (prior * prior);
      for (int i = 0; i < predicted.length; i++) {
        double plain = Math.min(predicted[i], 1 - 1e-9);
        double odds = plain / (1 - plain) * Math.exp(shift);
        double expected = odds / (1 + odds);
        gradient += (ended[i] ? 1 : 0) - expected;
        curvature += expected * (1 - expected);
      }
      shift += gradient / curvature;
    }
    return Math.exp(shift);
  }
}
