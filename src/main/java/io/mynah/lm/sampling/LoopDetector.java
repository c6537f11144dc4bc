package io.mynah.lm.sampling;

/** Detects when a drawn message is caught in a loop. */
final class LoopDetector {
  /** The longest repeated part, in tokens, that counts as a loop. */
  private static final int LONGEST_PERIOD = 16;

  /**
   * How often a part may follow itself; a short part may repeat until it fills this many tokens.
   */
  private static final int REPEATS = 3;

  private static final int REPEATED_TOKENS = 12;

  private LoopDetector() {}

  /** Whether adding a token would repeat the end of a message once too often. */
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
