package io.mynah.domain;

/**
 * Who owns chats, people and models: {@code local} at the terminal, {@code telegram:123} for a
 * Telegram user.
 */
public record OwnerId(String value) {
  /** The owner at the terminal. */
  public static final OwnerId LOCAL = new OwnerId("local");

  /** Whom Telegram names in place of an administrator who hides who they are: never an owner. */
  public static final OwnerId ANONYMOUS = telegram(1087968824L);

  /** The owner behind a Telegram user id. */
  public static OwnerId telegram(long userId) {
    return new OwnerId("telegram:" + userId);
  }
}
