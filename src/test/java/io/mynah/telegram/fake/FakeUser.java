package io.mynah.telegram.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mynah.telegram.fake.SentMessage.Button;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A person in a chat, who writes what a test says and sees what the bot sends there. Made by {@link
 * FakeBotApi#user}. Thread-safe.
 */
public final class FakeUser {
  private final FakeBotApi api;
  private final ObjectNode user;
  private final long chat;
  private final int topic;
  private final Duration patience;

  FakeUser(FakeBotApi api, ObjectNode user, long chat, int topic, Duration patience) {
    this.api = api;
    this.user = user;
    this.chat = chat;
    this.topic = topic;
    this.patience = patience;
  }

  public long id() {
    return user.path("id").longValue();
  }

  /** The id of the chat they are in. */
  public long chat() {
    return chat;
  }

  /** The same person in a group. */
  public FakeUser in(long group) {
    return new FakeUser(api, user, group, 0, patience);
  }

  /** The same person in a topic of a group. */
  public FakeUser inTopic(long group, int id) {
    return new FakeUser(api, user, group, id, patience);
  }

  /** The same person, who waits longer or shorter for what they want to see. */
  public FakeUser waiting(Duration longest) {
    return new FakeUser(api, user, chat, topic, longest);
  }

  /** Sends words; returns the update's id. */
  public int says(String text) {
    return api.deliver(message().put("text", text));
  }

  /** Sends a document. */
  public int sends(FakeFile file) {
    return sends(file, "");
  }

  public int sends(FakeFile file, String caption) {
    return api.deliver(document(file, caption));
  }

  /** Forwards a document that somebody else had sent. */
  public int forwards(FakeFile file) {
    ObjectNode message = document(file, "");
    message
        .putObject("forward_origin")
        .put("type", "hidden_user")
        .put("sender_user_name", "Somebody")
        .put("date", 1_600_000_000);
    return api.deliver(message);
  }

  /** Sends documents together. */
  public void sendsAlbum(FakeFile... files) {
    String album = "album-" + api.nextNumber();
    for (FakeFile file : files) {
      api.deliver(document(file, "").put("media_group_id", album));
    }
  }

  /** Sends words as a reply to a document. */
  public int repliesTo(FakeFile file, String text) {
    ObjectNode message = message().put("text", text);
    message.set("reply_to_message", document(file, ""));
    return api.deliver(message);
  }

  /** Sends words as a reply to a message of the bot's. */
  public int repliesTo(SentMessage answered, String text) {
    ObjectNode message = message().put("text", text);
    ObjectNode before =
        message
            .putObject("reply_to_message")
            .put("message_id", answered.id())
            .put("date", 1_600_000_000);
    if (answered.blocks() == null) {
      before.put("text", answered.text());
    } else {
      before.putObject("rich_message").set("blocks", answered.blocks());
    }
    before.putObject("chat").put("id", chat).put("type", "private");
    return api.deliver(message);
  }

  /** Sends something of another kind, such as {@code sticker} with its fields. */
  public int sendsOther(String kind, ObjectNode content) {
    ObjectNode message = message();
    message.set(kind, content);
    return api.deliver(message);
  }

  /** Presses the newest button of this label; returns the callback query's id. */
  public String presses(String label) {
    SentMessage bearer =
        sees(
            message -> message.allButtons().stream().anyMatch(b -> b.label().equals(label)),
            "a button " + label);
    Button button =
        bearer.allButtons().stream().filter(b -> b.label().equals(label)).findFirst().orElseThrow();
    return presses(bearer, button.data());
  }

  /** Presses a button that may not be there any more. */
  public String presses(SentMessage message, String data) {
    return api.press(user, message, data);
  }

  /** Puts a sign on a message of the bot. */
  public void reactsTo(SentMessage message, String emoji) {
    api.deliverRaw(
        """
        {"message_reaction":{"chat":{"id":%1$d,"type":"private","first_name":"A"},
        "message_id":%2$d,"date":1600000000,
        "user":{"id":%1$d,"is_bot":false,"first_name":"A","language_code":"en"},
        "old_reaction":[],"new_reaction":[{"type":"emoji","emoji":"%3$s"}]}}"""
            .formatted(id(), message.id(), emoji));
  }

  /** Changes words that were sent some time ago. */
  public void corrects(String text, Duration after) {
    api.deliverRaw(
        """
        {"edited_message":{"chat":{"id":%1$d,"type":"private","first_name":"A"},
        "message_id":9999,"date":1600000000,"edit_date":%2$d,
        "from":{"id":%1$d,"is_bot":false,"first_name":"A","language_code":"en"},
        "text":"%3$s"}}"""
            .formatted(id(), 1_600_000_000 + after.toSeconds(), text));
  }

  /** Types {@code @bot} and words in some chat; returns the query's id. */
  public String asksInline(String query) {
    return api.query(user, query);
  }

  /**
   * Names the bot in a chat that it is no member of; returns the question's id.
   *
   * @param replied the text of the message replied to; empty for none
   */
  public String asksGuest(long chat, String text, String replied) {
    return api.guest(user, chat, text, replied);
  }

  /** Puts the bot into the group that they are in, or out of it. */
  public void putsBot(boolean in) {
    api.member(user, chat, in);
  }

  /** Waits for a message of the bot that holds these words, and returns the newest such. */
  public SentMessage sees(String words) {
    return sees(message -> message.text().contains(words), "“" + words + "”");
  }

  /** Waits for a message of the bot that is as wanted, and returns the newest such. */
  public SentMessage sees(Predicate<SentMessage> wanted, String what) {
    return api.log()
        .await(
            patience,
            () -> messages().stream().filter(wanted).reduce((first, second) -> second),
            () -> "waited for " + what + ", but saw only " + texts());
  }

  /** The bot's messages in the chat, as they look now, in order. */
  public List<SentMessage> messages() {
    return api.log().messages(chat);
  }

  public List<String> texts() {
    return messages().stream().map(SentMessage::text).toList();
  }

  /** The chat's transcript of the bot's side, for a reader. */
  public String transcript() {
    return messages().stream()
        .flatMap(
            m ->
                Stream.concat(
                    Stream.of(m.text()),
                    m.buttons().stream()
                        .map(row -> row.stream().map(b -> "[" + b.label() + "]"))
                        .map(row -> row.collect(Collectors.joining(" ")))))
        .collect(Collectors.joining("\n"));
  }

  /**
   * Makes a bot by the button that asks for one, as it is suggested; Telegram tells the bot that
   * asked, twice.
   */
  public FakeBotApi makesBot() {
    JsonNode wanted =
        api.log()
            .await(
                patience,
                () -> api.others().wanted(chat),
                () -> "waited for a button that makes a bot, but saw only " + texts());
    FakeBotApi made = api.others().make(id(), wanted.path("suggested_username").asText());
    ObjectNode message = message();
    message.putObject("managed_bot_created").set("bot", made.self());
    api.deliver(message);
    api.tellsOf(user, made);
    return made;
  }

  /** Whether a button to make a bot is below the field where they write. */
  public boolean canMakeBot() {
    return api.others().wanted(chat).isPresent();
  }

  /** Has BotFather renew the token of a bot that they made. */
  public void renewsTokenOf(FakeBotApi made) {
    made.revokesToken();
    api.tellsOf(user, made);
  }

  ObjectNode raw() {
    return user;
  }

  ObjectNode rawMessage() {
    return message();
  }

  private ObjectNode message() {
    return api.message(chat, topic, user);
  }

  private ObjectNode document(FakeFile file, String caption) {
    ObjectNode message = message();
    message.set("document", api.files().upload(file));
    return caption.isEmpty() ? message : message.put("caption", caption);
  }
}
