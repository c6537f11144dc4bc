package io.mynah.lm;

/** Where a model is in a conversation. Used by one thread at a time. */
public interface State {
  /**
   * Writes the natural logarithm of the probability of every token as the next one.
   *
   * @param out of the tokenizer's {@link io.mynah.text.Tokenizer#size() size}; the probabilities
   *     sum to one over all tokens
   */
  void logProbabilities(float[] out);

  /** Takes up the next token. */
  void advance(int token);

  /** An independent state at the same place. */
  State copy();
}
