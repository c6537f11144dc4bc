package io.mynah.domain;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an owner of chats, people and models: {@code local} at the terminal, {@code
 * telegram:123} for a Telegram user, {@code telegram/NAME:123} for one at another {@link Bot}.
 */
public record OwnerId(String value) {
  /** The owner at the terminal. */
  public static final OwnerId LOCAL = new OwnerId("local");

  static final String TELEGRAM = "telegram";

  /** The Telegram user id of anonymous administrators. */
  private static final long ANONYMOUS = 1087968824L;

  private static final Pattern TELEGRAM_USER =
      Pattern.compile(TELEGRAM + "(?:/[a-z0-9-]+)?:(\\d{1,18})");

  /** The owner with a Telegram user id, at the bot without a name. */
  public static OwnerId telegram(long userId) {
    return Bot.ONLY.owner(userId);
  }

  /** The Telegram user id; empty if this is no Telegram user. */
  public OptionalLong telegramUser() {
    Matcher user = TELEGRAM_USER.matcher(value);
    return user.matches() ? OptionalLong.of(Long.parseLong(user.group(1))) : OptionalLong.empty();
  }

  /** Whether this stands for anonymous administrators; never an owner. */
  public boolean isAnonymous() {
    return telegramUser().equals(OptionalLong.of(ANONYMOUS));
  }
}
