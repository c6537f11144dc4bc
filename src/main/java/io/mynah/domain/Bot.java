package io.mynah.domain;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A Telegram bot among those that share a database. Its name is part of its addresses, and of its
 * owners' ids unless they are the same people to all bots.
 *
 * @param name lower-case letters, digits and hyphens; empty for the bot that has the database to
 *     itself, or was there first
 * @param sharesOwners whether a Telegram user is the same owner here as at the other bots that
 *     share owners, and at the bot without a name
 */
public record Bot(String name, boolean sharesOwners) {
  /** A name, or none. */
  public static final Pattern NAME = Pattern.compile("[a-z0-9-]{0,30}");

  /** The bot without a name. */
  public static final Bot ONLY = new Bot("", false);

  public Bot {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no name of a bot");
    }
  }

  /** What its addresses begin with. */
  public String addresses() {
    return OwnerId.TELEGRAM + (name.isEmpty() ? "" : "/" + name) + ":";
  }

  /** What the ids of its owners begin with. */
  public String owners() {
    return sharesOwners ? ONLY.addresses() : addresses();
  }

  /** What tells its people from those of other bots; empty for all that share them. */
  public String people() {
    return sharesOwners ? "" : name;
  }

  /** Whether a conversation is one with this bot. */
  public boolean has(Address address) {
    return address.value().startsWith(addresses());
  }

  /** The owner with a Telegram user id. */
  public OwnerId owner(long userId) {
    return new OwnerId(owners() + userId);
  }

  /** The Telegram user id of an owner who is one here. */
  public OptionalLong user(OwnerId owner) {
    return owner.value().startsWith(owners()) ? owner.telegramUser() : OptionalLong.empty();
  }

  /** Whether an owner is one at another bot, and not here. */
  public boolean isElsewhere(OwnerId owner) {
    return owner.telegramUser().isPresent() && user(owner).isEmpty();
  }

  /** Whether a conversation is one with another bot. */
  public boolean isElsewhere(Address address) {
    return address.value().startsWith(OwnerId.TELEGRAM) && !has(address);
  }

  /** A name under which this bot keeps something beside other bots. */
  public String own(String of) {
    return name.isEmpty() ? of : of + "/" + name;
  }
}
