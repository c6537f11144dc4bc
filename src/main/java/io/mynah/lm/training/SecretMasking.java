package io.mynah.lm.training;

import io.mynah.privacy.Secrets;
import io.mynah.text.BlankText;
import java.util.Optional;

/** Masks the secrets of a text before it is learned. */
final class SecretMasking {
  private SecretMasking() {}

  /** The text with its secrets masked; empty if nothing else is visible in it. */
  static Optional<String> of(String text) {
    String masked = Secrets.masked(text);
    return BlankText.is(masked.replace(Secrets.PLACEHOLDER, ' '))
        ? Optional.empty()
        : Optional.of(masked);
  }
}
