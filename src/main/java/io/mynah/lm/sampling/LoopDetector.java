package io.mynah.lm.sampling;

import io.mynah.lm.LanguageModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Detects when a drawn message is caught in a loop. For one thread. */
final class LoopDetector {
  /** The longest repeated part, in tokens, that counts as a loop. */
  private static final int LONGEST_PERIOD = 16;

  /**
   * How often a part may follow itself; a short part may repeat until it fills this many tokens.
   */
  private static final int REPEATS = 3;

  private static final int REPEATED_TOKENS = 12;

  /** Fewer equal tokens in a row are no loop, even if nobody wrote that. */
  private static final int SHORTEST_RUN = 3;

  private static final int LONGEST_RUN = 6;

  private final LanguageModel model;

  /** For each token, how many in a row are known to have been written. */
  private final Map<Integer, Integer> written = new HashMap<>();

  LoopDetector(LanguageModel model) {
    this.model = model;
  }

  /** Whether adding a token would repeat the end of a message once too often. */
  boolean wouldRepeat(int[] tokens, int length, int token) {
    return isRunNobodyWrote(tokens, length, token) || isLoop(tokens, length, token);
  }

  private boolean isRunNobodyWrote(int[] tokens, int length, int token) {
    int run = 1;
    while (run <= length && tokens[length - run] == token) {
      run++;
    }
    return run >= SHORTEST_RUN && run > written.computeIfAbsent(token, this::longestRun);
  }

  /** The longest run of a token that the model has seen; of longer ones it knows only parts. */
  private int longestRun(int token) {
    int[] run = new int[LONGEST_RUN];
    Arrays.fill(run, token);
    for (int length = SHORTEST_RUN; length <= run.length; length++) {
      if (!model.hasSeen(Arrays.copyOf(run, length))) {
        return length - 1;
      }
    }
    return LONGEST_RUN;
  }

  private static boolean isLoop(int[] tokens, int length, int token) {
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
