package io.mynah.lm.sampling;

/** Tells when what is drawn is caught in a loop. */
final class LoopDetector {
  /** The longest stretch of tokens that counts as a loop when it repeats. */
  private static final int LONGEST_PERIOD = 16;

  /** A stretch may follow itself this often, and a short one until it is this many tokens. */
  private static final int REPEATS = 3;

  private static final int REPEATED_TOKENS = 12;

  private LoopDetector() {}

  /** Whether a token more would repeat what stands at the end once too often. */
  static boolean wouldRepeat(int[] tokens, int length, int token) {
    for (int period = 1; period <= Math.min(LONGEST_PERIOD, length); period++) {
      int most = Math.max(REPEATS * period, REPEATED_TOKENS);
      int same = token == tokens[length - period] ? 1 : 0;
      while (same > 0
          && same < most
          && same + period < length + 1
          && tokens[length - same] == tokens[length - same - period]) {
        same++;
      }
      if (same >= most) {
        return true;
      }
    }
    return false;
  }
}
