package io.mynah.lm.training;

import io.mynah.privacy.Secrets;
import io.mynah.text.BlankText;
import java.util.Optional;

/** What may be learned of a text. */
final class SecretMasking {
  private SecretMasking() {}

  /** The text with its secrets masked; nothing where there is nothing else to see in it. */
  static Optional<String> of(String text) {
    String masked = Secrets.masked(text);
    return BlankText.is(masked.replace(Secrets.PLACEHOLDER, ' '))
        ? Optional.empty()
        : Optional.of(masked);
  }
}
