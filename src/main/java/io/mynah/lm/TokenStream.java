package io.mynah.lm;

import java.util.Arrays;

/**
 * Tokens in order, each with its weight in the loss.
 *
 * @param tokens 0 to vocabulary − 1
 * @param weights one per token: 1 for the person's own, 0 for context only
 */
@SuppressWarnings("ArrayRecordComponent") // plain data holder for large arrays, never compared
public record TokenStream(int[] tokens, float[] weights) {
  public TokenStream {
    if (tokens.length != weights.length) {
      throw new IllegalArgumentException(tokens.length + " tokens, " + weights.length + " weights");
    }
  }

  /** How many tokens there are. */
  public int length() {
    return tokens.length;
  }

  /** Whether any token but the first has a weight. */
  public boolean counts() {
    for (int i = 1; i < length(); i++) {
      if (weights[i] > 0) {
        return true;
      }
    }
    return false;
  }

  /** The first tokens, or all if there are fewer. */
  public TokenStream first(int most) {
    return part(0, Math.min(most, length()));
  }

  /** The last tokens, or all if there are fewer. */
  public TokenStream last(int most) {
    return part(Math.max(0, length() - most), length());
  }

  private TokenStream part(int from, int to) {
    return to - from == length()
        ? this
        : new TokenStream(
            Arrays.copyOfRange(tokens, from, to), Arrays.copyOfRange(weights, from, to));
  }
}
