package io.mynah.domain;

import java.util.Optional;

/**
 * The identity of a message's sender in an export: the normalised id ({@code user123}, {@code
 * channel5}, outside Telegram {@code discord:123} and so on) or, if the export has none, {@code
 * name:} and the name.
 */
public record PersonKey(String value) {
  /** Deleted accounts and messages without a sender: used as context, never trained on. */
  public static final PersonKey NOBODY = new PersonKey("nobody");

  /** Somebody who talks to a model and is not known to be a person of its chat. */
  public static final PersonKey STRANGER = new PersonKey("stranger");

  /** The key that exports of Telegram give to a user of it; empty for others. */
  public static Optional<PersonKey> of(OwnerId user) {
    return user.isAnonymous() || user.telegramUser().isEmpty()
        ? Optional.empty()
        : Optional.of(new PersonKey("user" + user.telegramUser().getAsLong()));
  }

  /** The key of a sender whom the export names without an id. */
  public static PersonKey ofName(String name) {
    return new PersonKey("name:" + name);
  }
}
