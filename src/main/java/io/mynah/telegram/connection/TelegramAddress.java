package io.mynah.telegram.connection;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The address of a Telegram chat, or of one of its topics: {@code telegram:CHAT} or {@code
 * telegram:CHAT:TOPIC}.
 */
public record TelegramAddress(long chat, @Nullable Integer topic) {
  private static final String SCHEME = "telegram:";

  public static TelegramAddress of(Address address) {
    String value = address.value();
    if (!value.startsWith(SCHEME)) {
      throw new IllegalArgumentException("Not an address on Telegram: " + value);
    }
    String[] parts = value.substring(SCHEME.length()).split(":", 2);
    return new TelegramAddress(
        Long.parseLong(parts[0]), parts.length == 2 ? Integer.valueOf(parts[1]) : null);
  }

  /** The private chat with an owner, if the owner is a Telegram user. */
  public static Optional<TelegramAddress> privateChat(OwnerId owner) {
    String value = owner.value();
    return value.matches(SCHEME + "\\d{1,18}")
        ? Optional.of(new TelegramAddress(Long.parseLong(value.substring(SCHEME.length())), null))
        : Optional.empty();
  }

  /** The owner of a private chat; empty for a group. */
  public Optional<OwnerId> owner() {
    return isGroup() ? Optional.empty() : Optional.of(OwnerId.telegram(chat));
  }

  public Address toAddress() {
    return new Address(SCHEME + chat + (topic == null ? "" : ":" + topic));
  }

  public MessageRef message(int id) {
    return new MessageRef(toAddress(), Integer.toString(id));
  }

  boolean isGroup() {
    return chat < 0;
  }
}
