package io.mynah.lm;

/** The state of a model at one point of a conversation. Used by one thread at a time. */
public interface State {
  /**
   * Writes the natural logarithm of the probability of every token as the next one.
   *
   * @param out one per token of the vocabulary; the probabilities sum to one over all tokens
   */
  void logProbabilities(float[] out);

  /**
   * Writes the probability of every token as the next one, like {@link #logProbabilities} but
   * without the logarithm, which is cheaper for many models.
   *
   * @param out one per token of the vocabulary
   */
  default void probabilities(float[] out) {
    logProbabilities(out);
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) Math.exp(out[i]);
    }
  }

  /** Moves on by the next token. */
  void advance(int token);

  /**
   * Moves on by several tokens, which may be faster than one by one.
   *
   * @param tokens in order
   */
  default void advance(int[] tokens) {
    for (int token : tokens) {
      advance(token);
    }
  }

  /**
   * Learns from a message that is no part of the context, such as one too long ago to be answered.
   * A model may use it to know what the conversation is about, and, if it is the person's own, how
   * they write.
   *
   * @param message its tokens, from its opening to its end
   */
  default void learnFrom(int[] message) {}

  /** An independent copy of this state. */
  State copy();
}
