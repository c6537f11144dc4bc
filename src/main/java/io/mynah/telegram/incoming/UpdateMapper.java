package io.mynah.telegram.incoming;

import com.fasterxml.jackson.databind.JsonNode;
import io.mynah.chat.Button;
import io.mynah.chat.Envelope;
import io.mynah.chat.FileOffer;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.Group;
import io.mynah.domain.MessageRef;
import io.mynah.domain.VoiceBotId;
import io.mynah.telegram.connection.TelegramAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts Telegram's updates to the conversation's {@link Incoming} values. Reads only the fields
 * that are used, so that a new kind of forward or reply cannot hide the document or text of a
 * message. Immutable.
 */
public final class UpdateMapper {
  /** Edits are ignored when they come later than this after the message was sent. */
  private static final Duration EDITS_ACCEPTED = Duration.ofMinutes(10);

  private static final Pattern ADDRESSED =
      Pattern.compile("^(/[A-Za-z0-9_]{1,32})@([A-Za-z0-9_]{3,64})(?=\\s|$)");

  /** What a person can send besides texts and files; anything else is a service message. */
  private static final List<String> OTHER_KINDS =
      List.of(
          "animation",
          "photo",
          "voice",
          "video",
          "video_note",
          "audio",
          "sticker",
          "live_photo",
          "story",
          "paid_media",
          "contact",
          "venue",
          "location",
          "poll",
          "checklist",
          "dice",
          "game",
          "invoice");

  private final Bot bot;
  private final String botName;
  private final Authorship authorship;

  /** The bot's name as people write it to call it. */
  private final Pattern mention;

  /**
   * @param botName the bot's user name, without @
   */
  public UpdateMapper(Bot bot, String botName) {
    this.bot = bot;
    this.botName = botName;
    authorship = new Authorship(bot);
    mention =
        Pattern.compile(
            "(?<![\\p{L}\\p{N}_])@" + Pattern.quote(botName) + "(?![\\p{L}\\p{N}_])[,:]?",
            Pattern.CASE_INSENSITIVE);
  }

  /**
   * The incoming value of an update; empty if there is nothing to answer.
   *
   * @throws IllegalArgumentException if the update does not have the shape of one
   */
  public Optional<Incoming> map(TelegramUpdate update) {
    JsonNode content = update.content();
    return switch (update.kind()) {
      case MESSAGE -> message(content);
      case EDITED_MESSAGE -> edited(content);
      case REACTION -> reaction(content);
      case PRESS -> press(content);
      case QUERY -> Optional.of(query(content));
      case GUEST -> guest(content);
      case MANAGED_BOT -> Optional.of(managedBot(content));
      case MEMBERSHIP, UNKNOWN -> Optional.empty();
    };
  }

  private Incoming query(JsonNode query) {
    return new Incoming.Query(
        privately(query.path("from"), text(query, "id")), text(query, "query"));
  }

  private Optional<Incoming> guest(JsonNode message) {
    JsonNode from = message.path("from");
    if (!message.has("text") || !from.isObject() || from.path("is_bot").asBoolean()) {
      return Optional.empty();
    }
    return Optional.of(
        new Incoming.Guest(
            privately(from, text(message, "guest_query_id")),
            withoutMention(text(message, "text")),
            answered(message)));
  }

  /** What stands after the bot's name, which begins with who is asked, and what stands before. */
  private String withoutMention(String text) {
    Matcher name = mention.matcher(text);
    return name.find()
        ? (text.substring(name.end()).strip() + " " + text.substring(0, name.start())).strip()
        : text.strip();
  }

  /** An envelope at the private chat of a user, which has the user's id. */
  private Envelope privately(JsonNode from, String query) {
    Address address = TelegramAddress.ofChat(bot, id(from, "id")).toAddress();
    return new Envelope(
        bot.owner(id(from, "id")),
        from.path("username").textValue(),
        address,
        new MessageRef(address, query),
        null,
        language(from.path("language_code").textValue()));
  }

  private Incoming managedBot(JsonNode update) {
    JsonNode made = update.path("bot");
    return managedBot(privately(update.path("user"), "bot " + id(made, "id")), made);
  }

  private static Incoming managedBot(Envelope envelope, JsonNode made) {
    return new Incoming.ManagedBot(
        envelope, new VoiceBotId(id(made, "id")), made.path("username").asText(""));
  }

  private Optional<Incoming> message(JsonNode message) {
    JsonNode from = message.path("from");
    // Ignore bots, except the one that Telegram names for anonymous administrators.
    if ((message.has("via_bot") && !message.has("document"))
        || from.isMissingNode()
        || (from.path("is_bot").asBoolean() && !isAnonymous(message))) {
      return Optional.empty();
    }
    Envelope envelope = envelope(from, message);
    if (message.has("managed_bot_created")) {
      return Optional.of(managedBot(envelope, message.path("managed_bot_created").path("bot")));
    }
    if (message.has("text")) {
      return addressedToBot(text(message, "text")).map(text -> text(envelope, text, message));
    }
    if (message.has("document") && !message.has("animation")) {
      return Optional.of(file(envelope, message));
    }
    Optional<String> emoji = emoji(message);
    if (emoji.isPresent()) {
      return Optional.of(
          new Incoming.Text(envelope, emoji.get(), answered(message), authorship.of(message)));
    }
    return OTHER_KINDS.stream()
        .filter(message::has)
        .findFirst()
        .map(
            kind ->
                new Incoming.Other(
                    envelope, kind, addressedToBot(message.path("caption").asText("")).orElse("")));
  }

  private Incoming text(Envelope envelope, String text, JsonNode message) {
    Matcher name = mention.matcher(text);
    boolean mentioned = !envelope.isPrivate() && !text.startsWith("/") && name.find();
    return mentioned
        ? new Incoming.Text(
            envelope,
            answered(message),
            new Incoming.Mention(text.substring(0, name.start()), text.substring(name.end())))
        : new Incoming.Text(envelope, text, answered(message), authorship.of(message));
  }

  /** Maps a message that was edited soon after it was sent, with its current text. */
  private Optional<Incoming> edited(JsonNode message) {
    long seconds = message.path("edit_date").asLong() - message.path("date").asLong();
    return message.has("text") && seconds <= EDITS_ACCEPTED.toSeconds()
        ? message(message).map(UpdateMapper::learnedBefore)
        : Optional.empty();
  }

  /** An edited message was learned from when it was sent. */
  private static Incoming learnedBefore(Incoming edited) {
    return edited instanceof Incoming.Text text
        ? new Incoming.Text(text.envelope(), text.text(), text.answered(), null, text.mention())
        : edited;
  }

  /** Maps a new reaction to a message in a private chat. */
  private Optional<Incoming> reaction(JsonNode change) {
    JsonNode from = change.path("user");
    if (!from.isObject() || group(change) != null) {
      return Optional.empty();
    }
    List<String> before = emojis(change.path("old_reaction"));
    Envelope envelope = envelope(from, change);
    return emojis(change.path("new_reaction")).stream()
        .filter(emoji -> !before.contains(emoji))
        .findFirst()
        .map(emoji -> new Incoming.Reaction(envelope, envelope.message(), emoji));
  }

  private static List<String> emojis(JsonNode reactions) {
    List<String> emojis = new ArrayList<>();
    reactions.forEach(each -> emojis.add(each.path("emoji").asText("")));
    emojis.removeIf(String::isEmpty);
    return emojis;
  }

  /**
   * Whether an anonymous administrator wrote the message: its sender is a bot of Telegram's, in the
   * group's name.
   */
  private boolean isAnonymous(JsonNode message) {
    return bot.owner(id(message.path("from"), "id")).isAnonymous()
        && message.path("sender_chat").path("id").equals(message.path("chat").path("id"));
  }

  private Incoming file(Envelope envelope, JsonNode message) {
    String caption = message.path("caption").asText("");
    return new Incoming.File(
        envelope,
        offer(message.path("document")),
        // A caption for another bot is no command, but the file may still be for this bot.
        addressedToBot(caption).orElse(""),
        message.path("media_group_id").textValue());
  }

  private Optional<Incoming> press(JsonNode press) {
    JsonNode message = press.path("message");
    String action = press.path("data").textValue();
    if (action == null || !message.isObject()) {
      return Optional.empty();
    }
    Envelope envelope = envelope(press.path("from"), message);
    return Optional.of(new Incoming.Press(envelope, envelope.message(), action, shown(message)));
  }

  /** The current content of the bot's message with the pressed button; null if not reported. */
  private static @Nullable Reply shown(JsonNode message) {
    JsonNode text = message.path("text");
    if (!text.isTextual()) {
      return null;
    }
    List<List<Button>> rows = new ArrayList<>();
    for (JsonNode row : message.path("reply_markup").path("inline_keyboard")) {
      List<Button> buttons = new ArrayList<>();
      for (JsonNode button : row) {
        buttons.add(
            new Button(button.path("text").asText(""), button.path("callback_data").asText("")));
      }
      rows.add(buttons);
    }
    return new Reply(text.textValue(), rows);
  }

  /** Strips the bot's name from a command; empty if the command is for another bot. */
  private Optional<String> addressedToBot(String text) {
    Matcher command = ADDRESSED.matcher(text);
    if (!command.find()) {
      return Optional.of(text);
    }
    return command.group(2).equalsIgnoreCase(botName)
        ? Optional.of(command.group(1) + text.substring(command.end()))
        : Optional.empty();
  }

  private Incoming.@Nullable Answered answered(JsonNode message) {
    JsonNode answered =
        message.has("reply_to_message")
            ? message.path("reply_to_message")
            : message.path("external_reply");
    // In a topic, a message without a reply formally replies to the topic's first message.
    if (!answered.isObject() || answered.has("forum_topic_created")) {
      return null;
    }
    JsonNode document = answered.path("document");
    String words = answered.path("text").asText(answered.path("caption").asText(""));
    String text = words.isEmpty() ? emoji(answered).orElse("") : words;
    return new Incoming.Answered(
        message.has("reply_to_message") ? reference(answered) : null,
        text,
        document.isObject() ? List.of(offer(document)) : List.of());
  }

  private static FileOffer offer(JsonNode document) {
    return new FileOffer(
        text(document, "file_id"),
        document.path("file_name").textValue(),
        document.path("file_size").asLong(-1));
  }

  private MessageRef reference(JsonNode message) {
    JsonNode topic = message.path("message_thread_id");
    boolean inTopic = message.path("is_topic_message").asBoolean() && topic.canConvertToInt();
    return new TelegramAddress(bot, chatId(message), inTopic ? topic.intValue() : null)
        .message(Math.toIntExact(id(message, "message_id")));
  }

  /** The text of a sticker, as in exports: its emoji, if it has one. */
  private static Optional<String> emoji(JsonNode message) {
    return Optional.ofNullable(message.path("sticker").path("emoji").textValue())
        .filter(emoji -> !emoji.isBlank());
  }

  private Envelope envelope(JsonNode from, JsonNode message) {
    MessageRef reference = reference(message);
    return new Envelope(
        bot.owner(id(from, "id")),
        from.path("username").textValue(),
        reference.address(),
        reference,
        group(message),
        language(from.path("language_code").textValue()));
  }

  private @Nullable Group group(JsonNode message) {
    JsonNode chat = message.path("chat");
    return "private".equals(chat.path("type").textValue())
        ? null
        : new Group(
            TelegramAddress.ofChat(bot, chatId(message)).toAddress(),
            chat.path("title").asText(""));
  }

  private static Locale language(@Nullable String code) {
    return code == null || code.isBlank() ? Locale.ENGLISH : Locale.forLanguageTag(code);
  }

  static long chatId(JsonNode message) {
    return id(message.path("chat"), "id");
  }

  static long id(JsonNode parent, String field) {
    JsonNode id = parent.path(field);
    if (!id.isIntegralNumber() || !id.canConvertToLong()) {
      throw new IllegalArgumentException("An update lacks the number " + field + ".");
    }
    return id.longValue();
  }

  private static String text(JsonNode parent, String field) {
    JsonNode text = parent.path(field);
    if (!text.isTextual()) {
      throw new IllegalArgumentException("An update lacks the text " + field + ".");
    }
    return text.textValue();
  }
}
