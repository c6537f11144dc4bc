package io.mynah.training;

import io.mynah.domain.VoiceBase;
import java.util.Optional;

/** Tells what bases are called. Thread-safe. */
@FunctionalInterface
public interface BaseNames {
  /** Without any base. */
  BaseNames NONE = digest -> Optional.empty();

  /**
   * The base with a network.
   *
   * @param digest as of {@link io.mynah.lm.TokenModel#base}
   */
  Optional<VoiceBase> describe(String digest);
}
