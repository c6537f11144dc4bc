package io.mynah.telegram.incoming;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What became of a group, as an update reports it. */
public sealed interface GroupEvent {
  /** A group became a supergroup, which is a chat with another id. */
  record Move(long from, long to) implements GroupEvent {}

  /** The bot was added to a group, or removed from it. */
  record Membership(long group, boolean present) implements GroupEvent {}

  /**
   * The event that an update reports, if it does; there is nothing else to answer then.
   *
   * @throws IllegalArgumentException if the update does not have the shape of one
   */
  static Optional<GroupEvent> of(TelegramUpdate update) {
    JsonNode content = update.content();
    return switch (update.kind()) {
      case MESSAGE ->
          content.has("migrate_to_chat_id")
              ? Optional.of(
                  new Move(
                      UpdateMapper.chatId(content), UpdateMapper.id(content, "migrate_to_chat_id")))
              : Optional.empty();
      case MEMBERSHIP -> membership(content);
      default -> Optional.empty();
    };
  }

  private static Optional<GroupEvent> membership(JsonNode change) {
    if (!change.isObject() || "private".equals(change.path("chat").path("type").textValue())) {
      return Optional.empty();
    }
    JsonNode now = change.path("new_chat_member");
    boolean absent =
        switch (now.path("status").asText()) {
          case "left", "kicked" -> true;
          case "restricted" -> !now.path("is_member").asBoolean();
          default -> false;
        };
    return Optional.of(new Membership(UpdateMapper.chatId(change), !absent));
  }
}
