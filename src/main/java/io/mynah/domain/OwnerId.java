package io.mynah.domain;

/**
 * The id of an owner of chats, people and models: {@code local} at the terminal, {@code
 * telegram:123} for a Telegram user.
 */
public record OwnerId(String value) {
  /** The owner at the terminal. */
  public static final OwnerId LOCAL = new OwnerId("local");

  /** The id that Telegram gives for anonymous administrators; never an owner. */
  public static final OwnerId ANONYMOUS = telegram(1087968824L);

  /** The owner with a Telegram user id. */
  public static OwnerId telegram(long userId) {
    return new OwnerId("telegram:" + userId);
  }
}
