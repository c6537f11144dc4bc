package io.mynah.telegram.connection;

import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The address of a Telegram chat with a bot, or of one of its topics: {@code telegram:CHAT} or
 * {@code telegram:CHAT:TOPIC}, with {@code telegram/NAME} if the bot has a name.
 */
public record TelegramAddress(Bot bot, long chat, @Nullable Integer topic) {
  /** The ids of supergroups and channels are below this. */
  private static final long SUPERGROUPS = -1_000_000_000_000L;

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is none of this bot's
   */
  public static TelegramAddress of(Bot bot, Address address) {
    String value = address.value();
    if (!bot.has(address)) {
      throw new IllegalArgumentException("Not an address of this bot: " + value);
    }
    String[] parts = value.substring(bot.addresses().length()).split(":", 2);
    return new TelegramAddress(
        bot, Long.parseLong(parts[0]), parts.length == 2 ? Integer.valueOf(parts[1]) : null);
  }

  /** A chat, whatever its topics. */
  public static TelegramAddress ofChat(Bot bot, long chat) {
    return new TelegramAddress(bot, chat, null);
  }

  /** The private chat with an owner, if the owner is a Telegram user here. */
  public static Optional<TelegramAddress> privateChat(Bot bot, OwnerId owner) {
    // A private chat has the id of the user.
    return bot.user(owner).stream().mapToObj(user -> ofChat(bot, user)).findFirst();
  }

  /** The same chat with another bot. */
  public TelegramAddress of(Bot other) {
    return new TelegramAddress(other, chat, topic);
  }

  /** The owner of a private chat; empty for a group. */
  public Optional<OwnerId> owner() {
    return isGroup() ? Optional.empty() : Optional.of(bot.owner(chat));
  }

  public Address toAddress() {
    return new Address(bot.addresses() + chat + (topic == null ? "" : ":" + topic));
  }

  public MessageRef message(int id) {
    return new MessageRef(toAddress(), Integer.toString(id));
  }

  boolean isGroup() {
    return chat < 0;
  }

  /**
   * Whether this is a supergroup, whose messages have the same ids for everybody and in exports
   * (core.telegram.org/api/bots/ids).
   */
  public boolean isSupergroup() {
    return chat < SUPERGROUPS;
  }

  /** The identity that exports give to the group. */
  public String sourceKey() {
    return isSupergroup() ? "supergroup:" + (SUPERGROUPS - chat) : "group:" + -chat;
  }
}
