package io.mynah.lm.mixture;

import io.mynah.text.ControlTokens;
import java.util.Arrays;

/**
 * A cache model of the last messages of a conversation, by anyone: words and names used a moment
 * ago are likely to come again (Kuhn and De Mori, A cache-based natural language model for speech
 * recognition, 1990). Counts halve every {@value #HALF_LIFE} tokens. They are kept for contexts of
 * 0 to {@value #LONGEST} tokens, and longer contexts build on shorter ones as in a hierarchical
 * Dirichlet prior. For one thread.
 */
final class RecencyCache {
  /** Tokens of the longest context. */
  static final int LONGEST = 3;

  private static final int HALF_LIFE = 100;

  /** Most remembered tokens; older ones would count less than a thousandth. */
  private static final int REMEMBERED = 1000;

  /** For each length of the context, the weight of the prior in tokens. */
  private static final double[] PRIOR = {30, 3, 1, 1};

  /** Largest logarithm of a factor, so that what is nearly impossible stays unlikely. */
  private static final float MOST = 8;

  private static final float[] DECAY = new float[2 * REMEMBERED];

  static {
    for (int age = 0; age < DECAY.length; age++) {
      DECAY[age] = (float) Math.pow(0.5, (double) age / HALF_LIFE);
    }
  }

  /**
   * The last tokens: whole messages, with all openings as {@link ControlTokens#OWN}, and the
   * message so far.
   */
  private final int[] tokens;

  private int length;

  /** Index of the first token of the last message. */
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

  /**
   * How many of the last tokens of this message occur in a row among the remembered ones, at most
   * {@link #LONGEST}.
   */
  int matched() {
    int longest = 0;
    for (int i = first(); i < length && longest < LONGEST; i++) {
      longest = Math.max(longest, matched(i));
    }
    return longest;
  }

  /**
   * Writes ln of the factor by which each token becomes likelier: of (p + c) / p, where c is the
   * token's part of the counts.
   *
   * @param predicted parts × vocabulary, ln P of every token; p is the parts' geometric mean
   * @param out one per token; 0 for tokens that are not remembered
   */
  void factors(float[][] predicted, float[] out) {
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
        out[v] = Math.min(MOST, (float) Math.log1p(out[v] / prior(predicted, v)));
      }
    }
  }

  private int first() {
    return Math.max(0, length - REMEMBERED);
  }

  /** How many tokens before a position equal the last tokens. */
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

  /**
   * What one token, seen just now, adds to p, for each length of its context.
   *
   * @param seen for each length of the context, the sum of the counts after it
   */
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

  private static double prior(float[][] predicted, int token) {
    double sum = 0;
    for (float[] part : predicted) {
      sum += Math.max(LogLinear.LEAST, part[token]);
    }
    return Math.exp(sum / predicted.length);
  }
}
