package io.mynah.lm;

import io.mynah.domain.PersonKey;
import io.mynah.privacy.Secrets;
import java.time.Instant;

/** One message of a conversation, in the form that models use. */
public record Turn(PersonKey speaker, Instant at, String text) {
  /** The turn with its secrets masked. */
  public Turn masked() {
    String masked = Secrets.masked(text);
    return masked.equals(text) ? this : new Turn(speaker, at, masked);
  }
}
