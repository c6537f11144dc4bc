package io.mynah.lm;

import io.mynah.domain.PersonKey;
import io.mynah.privacy.Secrets;
import java.time.Instant;

/**
 * One message of a conversation, in the form that models use.
 *
 * @param chat tells the chats apart that a person's messages are from; 0 if there is only one. A
 *     message is no context of one of another chat
 */
public record Turn(PersonKey speaker, Instant at, String text, int chat) {
  public Turn(PersonKey speaker, Instant at, String text) {
    this(speaker, at, text, 0);
  }

  /** The turn with another text. */
  public Turn with(String other) {
    return new Turn(speaker, at, other, chat);
  }

  /** The turn with its secrets masked. */
  public Turn masked() {
    String masked = Secrets.masked(text);
    return masked.equals(text) ? this : with(masked);
  }
}
