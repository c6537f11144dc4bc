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

  /**
   * Writes the probability of every token as the next one, as {@link #logProbabilities} but not as
   * logarithms, which many models have at less cost.
   */
  default void probabilities(float[] out) {
    logProbabilities(out);
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) Math.exp(out[i]);
    }
  }

  /** Takes up the next token. */
  void advance(int token);

  /** Takes up the next tokens, which may be quicker than one by one. */
  default void advance(int[] tokens) {
    for (int token : tokens) {
      advance(token);
    }
  }

  /**
   * Takes up a message that is no part of the context: something that was said in the conversation,
   * too long ago to be answered. A model may learn from it what is talked of.
   *
   * @param message from its opening to its end
   */
  default void overhear(int[] message) {}

  /** An independent state at the same place. */
  State copy();
}
