package io.mynah.lm;

import org.jspecify.annotations.Nullable;

/** Finds the networks of bases, for models that are changes to one. Thread-safe. */
@FunctionalInterface
public interface BaseNetworks {
  /** Without any base. */
  BaseNetworks NONE = digest -> null;

  /**
   * The network to which a model belongs.
   *
   * @param digest SHA-256 of what {@link NeuralLearner#write} writes of the network, in lower-case
   *     hexadecimal
   * @return null if there is none
   */
  @Nullable TokenModel find(String digest);
}
