package io.mynah.telegram.incoming;

import com.fasterxml.jackson.databind.JsonNode;
import io.mynah.chat.Incoming;
import io.mynah.domain.Bot;
import io.mynah.domain.PersonKey;
import io.mynah.telegram.connection.TelegramAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Finds out who wrote a message, if it may be learned from. Immutable. */
final class Authorship {
  private final Bot bot;

  Authorship(Bot bot) {
    this.bot = bot;
  }

  /**
   * Who wrote a message of a group, or one that was forwarded to a private chat. Null if it is of
   * another kind: forwarded to a group, written in the name of a group or a channel, said to a bot,
   * or forwarded from a chat.
   */
  Incoming.@Nullable Written of(JsonNode message) {
    JsonNode origin = message.path("forward_origin");
    if ("private".equals(message.path("chat").path("type").textValue())) {
      PersonKey author = author(origin);
      return author == null
          ? null
          : new Incoming.Written(author, name(origin), time(origin), null, null, true);
    }
    boolean isToBot = message.path("reply_to_message").path("from").path("is_bot").asBoolean();
    return isToBot || origin.isObject() || message.has("sender_chat") ? null : inGroup(message);
  }

  private Incoming.Written inGroup(JsonNode message) {
    boolean sameIds = TelegramAddress.ofChat(bot, UpdateMapper.chatId(message)).isSupergroup();
    JsonNode replied = message.path("reply_to_message").path("message_id");
    JsonNode from = message.path("from");
    return new Incoming.Written(
        user(from),
        fullName(from),
        time(message),
        sameIds ? (Long) UpdateMapper.id(message, "message_id") : null,
        sameIds && replied.isIntegralNumber() ? (Long) replied.longValue() : null,
        false);
  }

  /** The first author of a forwarded message; null if it is a chat or unknown. */
  private static @Nullable PersonKey author(JsonNode origin) {
    return switch (origin.path("type").asText("")) {
      case "user" -> user(origin.path("sender_user"));
      case "hidden_user" -> PersonKey.ofName(name(origin));
      default -> null;
    };
  }

  private static String name(JsonNode origin) {
    return origin.has("sender_user")
        ? fullName(origin.path("sender_user"))
        : origin.path("sender_user_name").asText("");
  }

  /** The key that exports give to a user. */
  private static PersonKey user(JsonNode user) {
    return new PersonKey("user" + UpdateMapper.id(user, "id"));
  }

  private static String fullName(JsonNode user) {
    return (user.path("first_name").asText("") + " " + user.path("last_name").asText("")).strip();
  }

  private static Instant time(JsonNode dated) {
    return Instant.ofEpochSecond(dated.path("date").asLong());
  }
}
