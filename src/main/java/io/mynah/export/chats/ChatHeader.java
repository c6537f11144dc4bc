package io.mynah.export.chats;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** What an export says about a chat besides its messages; filled in during parsing. */
public final class ChatHeader {
  public static final int NAME_LENGTH = 256;

  public @Nullable String name;
  public String type = "";
  public long id = MessageDraft.NONE;

  boolean isBotChat() {
    return type.equals("bot_chat");
  }

  /** Whether the chat is of a kind whose ids are channel ids. */
  boolean isChannel() {
    return type.endsWith("supergroup") || type.endsWith("channel");
  }

  boolean hasId() {
    return id != MessageDraft.NONE;
  }

  /** Whether enough is known to tell which messages are kept. */
  public boolean canTellBots() {
    return !type.isEmpty() && (!isBotChat() || hasId());
  }

  /**
   * The chat's identity in every export of it.
   *
   * @param peerBits whether ids of this export may have peer bits
   */
  String sourceKey(boolean peerBits) {
    if (hasId()) {
      return kind() + ":" + (peerBits ? PeerIds.withoutBits(id) : id);
    }
    return kind() + ":name:" + (name == null ? "" : name);
  }

  /**
   * The kind of chat, the same for public and private ones: a group can become either and keeps its
   * id.
   */
  private String kind() {
    return switch (type) {
      case "personal_chat" -> "personal";
      case "bot_chat" -> "bot";
      case "private_group" -> "group";
      case "private_supergroup", "public_supergroup" -> "supergroup";
      case "private_channel", "public_channel" -> "channel";
      case "saved_messages", "replies", "verification_codes" -> type;
      default -> "chat";
    };
  }

  /**
   * A name in the form that is stored: composed, trimmed, of bounded length; {@code null} if
   * nothing is left.
   */
  public static @Nullable String clean(CharSlice raw) {
    String name = Normalizer.normalize(raw.toText(NAME_LENGTH), Normalizer.Form.NFC);
    return name.isEmpty() ? null : name;
  }
}
