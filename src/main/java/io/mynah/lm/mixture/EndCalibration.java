package io.mynah.lm.mixture;

/**
 * Learns by how much a mixture misjudges where messages end: memories of a few tokens do not know
 * how long a message already is, and make an end too likely in those of a person who writes long
 * ones. One shift of the end's log-odds is fitted to what really came (Platt's scaling with the
 * slope left alone).
 */
public final class EndCalibration {
  private static final int ROUNDS = 8;

  /** Standard deviation of the shift before anything is seen: 1.35 times as likely, or less. */
  private static final double PRIOR = 0.3;

  private EndCalibration() {}

  /**
   * Fits.
   *
   * @param foretold the probability of an end at each place
   * @param came whether one came
   * @return by what the odds of an end are to be multiplied
   */
  public static double factor(double[] foretold, boolean[] came) {
    double shift = 0;
    for (int round = 0; round < ROUNDS; round++) {
      double gradient = -shift / (PRIOR * PRIOR);
      double curvature = 1 / (PRIOR * PRIOR);
      for (int i = 0; i < foretold.length; i++) {
        double plain = Math.min(foretold[i], 1 - 1e-9);
        double odds = plain / (1 - plain) * Math.exp(shift);
        double expected = odds / (1 + odds);
        gradient += (came[i] ? 1 : 0) - expected;
        curvature += expected * (1 - expected);
      }
      shift += gradient / curvature;
    }
    return Math.exp(shift);
  }
}
