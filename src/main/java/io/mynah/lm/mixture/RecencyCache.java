package io.mynah.lm.mixture;

import io.mynah.lm.VoiceParameters;
import io.mynah.text.ControlTokens;
import java.util.Arrays;

/**
 * A cache model of the last messages of a conversation, by anyone: words and names used a moment
 * ago are likely to come again (Kuhn and De Mori, A cache-based natural language model for speech
 * recognition, 1990). Counts are halved again and again as they get older. They are kept for
 * contexts of several lengths, and longer contexts build on shorter ones as in a hierarchical
 * Dirichlet prior. For one thread.
 */
final class RecencyCache {
  private final int longest;
  private final int remembered;
  private final float largestGain;

  /** For each length of the context, the weight of the prior in tokens. */
  private final double[] priors;

  /** For each age of a token, how much it counts; shared by copies. */
  private final float[] decay;

  /**
   * The last tokens: whole messages, with all openings as {@link ControlTokens#OWN}, and the
   * message so far.
   */
  private final int[] tokens;

  private int length;

  /** Index of the first token of the last message. */
  private int begin;

  /** Whether the person's own messages are remembered once they have ended. */
  private final boolean remembersOwn;

  /** Whether the last message is the person's own. */
  private boolean own;

  /** An empty cache that remembers everybody's messages. */
  RecencyCache(VoiceParameters.Cache parameters) {
    remembersOwn = true;
    longest = parameters.longest();
    remembered = parameters.remembered();
    largestGain = parameters.largestGain();
    priors = parameters.priors().stream().mapToDouble(each -> each).toArray();
    tokens = new int[2 * remembered];
    decay = new float[tokens.length];
    for (int age = 0; age < decay.length; age++) {
      decay[age] = (float) Math.pow(0.5, (double) age / parameters.halfLife());
    }
  }

  private RecencyCache(RecencyCache other, boolean remembersOwn) {
    this.remembersOwn = remembersOwn;
    longest = other.longest;
    remembered = other.remembered;
    largestGain = other.largestGain;
    priors = other.priors;
    decay = other.decay;
    tokens = other.tokens.clone();
    length = other.length;
    begin = other.begin;
    own = other.own;
  }

  RecencyCache copy() {
    return new RecencyCache(this, remembersOwn);
  }

  /**
   * A copy that forgets each of the person's own messages when it ends, for generating: they are
   * the model's own, and its words would come again and again.
   */
  RecencyCache speaking() {
    return new RecencyCache(this, false);
  }

  void advance(int token) {
    if (token == ControlTokens.GAP) {
      return;
    }
    if (length == tokens.length) {
      System.arraycopy(tokens, remembered, tokens, 0, remembered);
      length = remembered;
      begin = Math.max(0, begin - remembered);
    }
    boolean opens = ControlTokens.is(token) && token != ControlTokens.END;
    if (opens) {
      begin = length;
      own = token == ControlTokens.OWN;
    }
    if (token == ControlTokens.END && own && !remembersOwn) {
      length = begin;
      return;
    }
    tokens[length++] = opens ? ControlTokens.OWN : token;
  }

  /**
   * How many of the last tokens of this message occur in a row among the remembered ones, at most
   * as many as the longest context has.
   */
  int matched() {
    int most = 0;
    for (int i = first(); i < length && most < longest; i++) {
      most = Math.max(most, matched(i));
    }
    return most;
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
    double[] seen = new double[longest + 1];
    int first = first();
    byte[] matches = new byte[length - first];
    for (int i = first; i < length; i++) {
      if (tokens[i] != ControlTokens.OWN) {
        matches[i - first] = (byte) matched(i);
        for (int k = 0; k <= matches[i - first]; k++) {
          seen[k] += decay[length - 1 - i];
        }
      }
    }
    double[] gains = gains(seen);
    for (int i = first; i < length; i++) {
      if (tokens[i] != ControlTokens.OWN) {
        out[tokens[i]] += (float) (decay[length - 1 - i] * gains[matches[i - first]]);
      }
    }
    for (int v = 0; v < out.length; v++) {
      if (out[v] > 0) {
        out[v] = Math.min(largestGain, (float) Math.log1p(out[v] / prior(predicted, v)));
      }
    }
  }

  private int first() {
    return Math.max(0, length - remembered);
  }

  /** How many tokens before a position equal the last tokens. */
  private int matched(int at) {
    int same = 0;
    while (same < longest
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
  private double[] gains(double[] seen) {
    double[] gains = new double[seen.length];
    double sum = 0;
    double share = 1;
    for (int k = 0; k < seen.length; k++) {
      sum += 1 / (priors[k] * share);
      share *= priors[k] / (priors[k] + seen[k]);
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
