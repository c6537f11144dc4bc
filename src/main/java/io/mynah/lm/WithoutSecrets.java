package io.mynah.lm;

import io.mynah.privacy.Secrets;
import io.mynah.text.Blank;
import java.util.Optional;

/** What may be learned of a text. */
final class WithoutSecrets {
  private WithoutSecrets() {}

  /** The text with its secrets masked; nothing where there is nothing else to see in it. */
  static Optional<String> of(String text) {
    String masked = Secrets.masked(text);
    return Blank.is(masked.replace(Secrets.PLACEHOLDER, ' '))
        ? Optional.empty()
        : Optional.of(masked);
  }
}
