package io.mynah.lm;

/**
 * A probability for every next token. Weights are immutable and shared; what a conversation changes
 * lives in a {@link State}, so any number of threads may use one model, each with its own state.
 */
public interface TokenModel extends AutoCloseable {
  /** How many tokens there are; tokens are 0 to vocabulary − 1. */
  int vocabulary();

  /** A fresh state: the beginning of a conversation. */
  State start();

  /** Memory held by the weights, heap and native, in bytes. */
  long sizeInBytes();

  /** Frees native memory, if any; no state may be used afterwards. Idempotent. */
  @Override
  void close();
}
