package io.mynah.lm.mixture;

import io.mynah.text.ControlTokens;
import java.util.Arrays;

/**
 * What was said last in a conversation, by anyone: words and names that came a moment ago come
 * again (Kuhn and De Mori, A cache-based natural language model for speech recognition, 1990).
 * Counts halve with each {@value #HALF_LIFE} tokens, and are taken after the last 0 to {@value
 * #LONGEST} tokens, the longer contexts building on the shorter as in a hierarchical Dirichlet
 * prior. For one thread.
 */
final class RecencyCache {
  /** Tokens of the longest context. */
  static final int LONGEST = 3;

  private static final int HALF_LIFE = 100;

  /** Tokens that are remembered; older ones would count for a thousandth. */
  private static final int REMEMBERED = 1000;

  /** For each length of the context, how many tokens outweigh what was thought beforehand. */
  private static final double[] PRIOR = {30, 3, 1, 1};

  /** No factor's logarithm is larger: what is next to impossible stays unlikely. */
  private static final float MOST = 8;

  private static final float[] DECAY = new float[2 * REMEMBERED];

  static {
    for (int age = 0; age < DECAY.length; age++) {
      DECAY[age] = (float) Math.pow(0.5, (double) age / HALF_LIFE);
    }
  }

  /** Whole messages from their opening, all openings alike, and the one that is being said. */
  private final int[] tokens;

  private int length;

  /** Where the last message begins. */
  private int begin;

  RecencyCache() {
    this(new int[2 * REMEMBERED]);
  }

  private RecencyCache(int[] tokens) {
    this.tokens = tokens;
  }

  RecencyCache copy() {
    RecencyCache copy = new RecencyCache(tokens.clone());
    copy.length = length;
    copy.begin = begin;
    return copy;
  }

  void advance(int token) {
    if (token == ControlTokens.GAP) {
      return;
    }
    if (length == tokens.length) {
      System.arraycopy(tokens, REMEMBERED, tokens, 0, REMEMBERED);
      length = REMEMBERED;
      begin = Math.max(0, begin - REMEMBERED);
    }
    boolean opens = ControlTokens.is(token) && token != ControlTokens.END;
    if (opens) {
      begin = length;
    }
    tokens[length++] = opens ? ControlTokens.OWN : token;
  }

  /** How many of the last tokens of this message stand in a row among what was said lately. */
  int matched() {
    int longest = 0;
    for (int i = first(); i < length && longest < LONGEST; i++) {
      longest = Math.max(longest, matched(i));
    }
    return longest;
  }

  /**
   * Writes ln of the factor by which each token has become likelier than it was thought: of (p + c)
   * / p, where c is the token's part of the counts.
   *
   * @param thought for each part, ln P of every token; p is their geometric mean
   * @param out 0 for what was not said lately
   */
  void factors(float[][] thought, float[] out) {
    Arrays.fill(out, 0f);
    double[] seen = new double[LONGEST + 1];
    int first = first();
    byte[] matches = new byte[length - first];
    for (int i = first; i < length; i++) {
      if (tokens[i] != ControlTokens.OWN) {
        matches[i - first] = (byte) matched(i);
        for (int k = 0; k <= matches[i - first]; k++) {
          seen[k] += DECAY[length - 1 - i];
        }
      }
    }
    double[] gains = gains(seen);
    for (int i = first; i < length; i++) {
      if (tokens[i] != ControlTokens.OWN) {
        out[tokens[i]] += (float) (DECAY[length - 1 - i] * gains[matches[i - first]]);
      }
    }
    for (int v = 0; v < out.length; v++) {
      if (out[v] > 0) {
        out[v] = Math.min(MOST, (float) Math.log1p(out[v] / thought(thought, v)));
      }
    }
  }

  private int first() {
    return Math.max(0, length - REMEMBERED);
  }

  /** The length of the context that a token once had in common with the next one. */
  private int matched(int at) {
    int same = 0;
    while (same < LONGEST
        && at - same > 0
        && length - same > begin
        && tokens[at - 1 - same] == tokens[length - 1 - same]) {
      same++;
      if (tokens[at - same] == ControlTokens.OWN) {
        break;
      }
    }
    return same;
  }

  /** What one token, seen just now, adds to p, for each length of its context. */
  private static double[] gains(double[] seen) {
    double[] gains = new double[seen.length];
    double sum = 0;
    double share = 1;
    for (int k = 0; k < seen.length; k++) {
      sum += 1 / (PRIOR[k] * share);
      share *= PRIOR[k] / (PRIOR[k] + seen[k]);
      gains[k] = sum;
    }
    return gains;
  }

  private static double thought(float[][] thought, int token) {
    double sum = 0;
    for (float[] part : thought) {
      sum += Math.max(LogLinear.LEAST, part[token]);
    }
    return Math.exp(sum / thought.length);
  }
}
