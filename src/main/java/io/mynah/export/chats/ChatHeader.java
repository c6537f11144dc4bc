package io.mynah.export.chats;

import io.mynah.export.ExportedPerson;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an export says about a chat besides its messages; filled in during parsing. */
public final class ChatHeader {
  public static final int NAME_LENGTH = 256;

  private static final int PAIR = 2;
  private static final int NAMES_IN_A_TITLE = 3;

  public final Origin origin;
  public @Nullable String name;
  public String type = "";
  public long id = MessageDraft.NONE;

  /** The chat's identity in a place other than Telegram, if the export has one. */
  public @Nullable String key;

  /**
   * What identifies a chat without a key, unless two people write in it and it has no name but
   * theirs.
   */
  public @Nullable String likelyKey;

  public ChatHeader() {
    this(Origin.TELEGRAM);
  }

  public ChatHeader(Origin origin) {
    this.origin = origin;
    if (origin != Origin.TELEGRAM) {
      type = origin.name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isTelegram() {
    return origin == Origin.TELEGRAM;
  }

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
   * @param people who write in it
   * @param first when the first message was sent, in seconds
   */
  String sourceKey(boolean peerBits, List<ExportedPerson> people, long first) {
    if (!isTelegram()) {
      return origin.prefix() + foreignKey(people, first);
    }
    if (hasId()) {
      return kind() + ":" + (peerBits ? PeerIds.withoutBits(id) : id);
    }
    return kind() + ":name:" + (name == null ? "" : name);
  }

  private String foreignKey(List<ExportedPerson> people, long first) {
    if (key != null) {
      return key;
    }
    if (people.size() <= PAIR && isNamedAfterOneOf(people)) {
      return "people:"
          + people.stream().map(ExportedPerson::name).sorted().collect(Collectors.joining("|"));
    }
    return likelyKey == null ? "first:" + first : likelyKey;
  }

  private boolean isNamedAfterOneOf(List<ExportedPerson> people) {
    return name == null || people.stream().anyMatch(person -> person.name().equals(name));
  }

  /** The chat's name; outside Telegram, a chat without one is called by its people. */
  @Nullable String title(List<ExportedPerson> people) {
    if (name != null || isTelegram() || people.isEmpty()) {
      return name;
    }
    return people.stream()
        .limit(NAMES_IN_A_TITLE)
        .map(ExportedPerson::name)
        .collect(Collectors.joining(", "));
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
  public static @Nullable String clean(String raw) {
    CharSlice slice = new CharSlice();
    slice.set(raw);
    return clean(slice);
  }

  /** Like {@link #clean(String)}; an empty string if nothing is left. */
  public static String cleanOrEmpty(String raw) {
    String name = clean(raw);
    return name == null ? "" : name;
  }

  /** Like {@link #clean(String)}. */
  public static @Nullable String clean(CharSlice raw) {
    String name = Normalizer.normalize(raw.toText(NAME_LENGTH), Normalizer.Form.NFC);
    return name.isEmpty() ? null : name;
  }
}
