package io.mynah.telegram.incoming;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An update of Telegram's, of which it is known what it reports. Immutable.
 *
 * @param content what the update holds beside its id; a missing node where the kind is unknown
 */
public record TelegramUpdate(Kind kind, JsonNode content) {
  /** What an update reports; it reports one thing alone. */
  enum Kind {
    MESSAGE("message"),
    EDITED_MESSAGE("edited_message"),
    REACTION("message_reaction"),
    PRESS("callback_query"),
    MEMBERSHIP("my_chat_member"),
    QUERY("inline_query"),
    GUEST("guest_message"),
    MANAGED_BOT("managed_bot"),
    /** Something that was not asked for. */
    UNKNOWN("");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    /** The kinds to ask Telegram for. Posts of channels are not among them. */
    static List<String> requested() {
      return Arrays.stream(values())
          .filter(kind -> kind != UNKNOWN)
          .map(kind -> kind.field)
          .toList();
    }
  }

  /** Tells what an update is. */
  public static TelegramUpdate of(JsonNode update) {
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(each -> update.has(each.field))
            .findFirst()
            .orElse(Kind.UNKNOWN);
    return new TelegramUpdate(kind, update.path(kind.field));
  }

  /** Whether it is an inline query, which is answered soon or not at all. */
  boolean isQuery() {
    return kind == Kind.QUERY;
  }

  /**
   * Its lane: the chat, or the sender where there is no chat. A guest question has a chat that the
   * bot is no member of, and whose id may be that of another.
   */
  String lane() {
    if (kind == Kind.GUEST) {
      return content.path("from").path("id").asText("0");
    }
    JsonNode message = kind == Kind.PRESS ? content.path("message") : content;
    JsonNode chat = message.path("chat").path("id");
    String sender = kind == Kind.MANAGED_BOT ? "user" : "from";
    return chat.isIntegralNumber() ? chat.asText() : content.path(sender).path("id").asText("0");
  }

  /** The id of the callback query, if it is one. */
  public Optional<String> callbackQuery() {
    return kind == Kind.PRESS
        ? Optional.ofNullable(content.path("id").textValue())
        : Optional.empty();
  }
}
