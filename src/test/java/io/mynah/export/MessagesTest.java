package io.mynah.export;

import static io.mynah.export.Exports.bella;
import static io.mynah.export.Exports.chat;
import static io.mynah.export.Exports.group;
import static io.mynah.export.Exports.tim;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Message;
import io.mynah.domain.PersonKey;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
  @TempDir Path folder;

  private ChatRead read(String... messages) {
    return Exports.read(folder, group(messages));
  }

  @Test
  void aMessageIsReadWithAllThatIsKeptOfIt() {
    ChatRead read = read(bella(7, "hi"), tim(8, "hello you", "\"reply_to_message_id\": 7"));
    assertThat(read.messages())
        .containsExactly(
            new Message(7, new PersonKey("user1"), Instant.ofEpochSecond(1714979296), null, "hi"),
            new Message(
                8, new PersonKey("user2"), Instant.ofEpochSecond(1714979297), 7L, "hello you"));
    assertThat(read.report().truncated()).isFalse();
    assertThat(read.report().skipped()).isZero();
    assertThat(read.report().chat().messages()).isEqualTo(2);
  }

  @Test
  void textMayBeAStringOrAnArrayOfStringsAndObjects() {
    ChatRead read =
        read(
            """
            {"id": 1, "type": "message", "date_unixtime": "1", "from": "B", "from_id": "user1",
             "text": ["see ", {"type": "link", "text": "https://a.example"}, " and ",
               {"type": "text_link", "text": "this", "href": "https://b.example"},
               {"type": "mention_name", "text": "Tim", "user_id": 5},
               {"type": "custom_emoji", "text": "🦜", "document_id": "stickers/s.webp"}, "!"],
             "text_entities": [{"type": "plain", "text": "not this"}]}""",
            bella(2, "", "\"text_entities\": []"));
    assertThat(read.texts()).containsExactly("see https://a.example and thisTim🦜!");
    assertThat(read.report().skipped()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "12", "true", "{\"text\": \"no\"}", "[]", "[null, 3, [\"no\"]]"})
  void aTextOfAnyOtherShapeIsNone(String text) {
    assertThat(read(bella(1, "kept"), bella(2, "old", "\"text\": " + text)).texts())
        .containsExactly("kept");
  }

  @Test
  void ofAKeyThatComesTwiceTheLastOneCounts() {
    assertThat(read(bella(1, "first", "\"text\": \"second\"")).texts()).containsExactly("second");
  }

  @Test
  void dataSentByAWebAppIsNoMessageThoughItWritesItsTextTwice() {
    ChatRead read =
        read(
            """
            {"id": 1, "type": "service", "date": "2024-05-06T07:08:09", "actor": "Bella",
             "actor_id": "user1", "action": "send_webview_data", "text": "secret form",
             "text": "", "text_entities": []}""",
            bella(2, "kept"));
    assertThat(read.texts()).containsExactly("kept");
  }

  @Test
  void serviceAndUnsupportedMessagesAreNotLearned() {
    ChatRead read =
        read(
            """
            {"id": 1, "type": "service", "date_unixtime": "1", "actor": "Bella",
             "actor_id": "user1", "action": "pin_message", "message_id": 3, "text": "pinned"}""",
            """
            {"id": 2, "type": "unsupported"}""",
            """
            {"id": 3, "type": "unsupported", "from": "B", "from_id": "user1", "text": "odd"}""",
            bella(4, "kept"));
    assertThat(read.texts()).containsExactly("kept");
    assertThat(read.report().skipped()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"forwarded_from\": \"Somebody\"",
        "\"forwarded_from\": null",
        "\"via_bot\": \"@gif\"",
        "\"forwarded_from\": {\"odd\": [1]}"
      })
  void forwardsAndMessagesViaBotsAreNotLearned(String member) {
    ChatRead read = read(bella(1, "not mine", member), bella(2, "mine"));
    assertThat(read.texts()).containsExactly("mine");
    assertThat(read.report().chat().messages()).isEqualTo(1);
  }

  @Test
  void savedFromAloneIsNoForward() {
    assertThat(read(bella(1, "mine", "\"saved_from\": \"Somebody\"")).texts())
        .containsExactly("mine");
  }

  @Test
  void aStickerCountsAsItsEmoji() {
    ChatRead read =
        read(
            bella(
                1,
                "",
                "\"media_type\": \"sticker\", \"file\": \"s.webp\"",
                "\"sticker_emoji\": \"😂\""),
            bella(2, "", "\"media_type\": \"sticker\", \"file\": \"s.webp\""));
    assertThat(read.texts()).containsExactly("😂");
  }

  @Test
  void aCaptionIsLearnedAndAPhotoWithoutOneIsNot() {
    String photo = "\"photo\": \"photos/p.jpg\", \"width\": 90, \"height\": 120";
    assertThat(read(bella(1, "look", photo), bella(2, "", photo)).texts()).containsExactly("look");
  }

  @Test
  void lineBreaksAreKeptAndWhiteSpaceAroundIsNot() {
    assertThat(read(bella(1, " \\n one\\n\\n  two\\tthree \\n")).texts())
        .containsExactly("one\n\n  two\tthree");
  }

  @Test
  void escapesOfAllKindsAreDecoded() {
    assertThat(read(bella(1, "\\\"a\\\\x01b\\\\\\\" \\u00e9\\/\\ud83e\\udd9c\\u2028")).texts())
        .containsExactly("\"a\\x01b\\\" é/🦜");
  }

  @Test
  void membersOfAnyShapeThatAreNotKnownAreSkipped() {
    String member =
        """
        "reactions": [{"type": "emoji", "count": 1, "emoji": "❤", "recent": [{"from": "Tim",
          "from_id": "user2", "date": "2020-01-01T10:00:00"}]}],
        "poll": {"question": "text", "answers": [{"text": "yes", "voters": 1}]},
        "location_information": {"latitude": 5.25, "longitude": -1e-3},
        "contact_information": {"first_name": "X", "phone_number": "+1"},
        "inline_bot_buttons": [[{"type": "url", "text": "no"}]], "from_future": [[[{}]]]""";
    ChatRead read = read(bella(1, "kept", member));
    assertThat(read.texts()).containsExactly("kept");
    assertThat(read.names()).containsExactly("Bella");
  }

  @Test
  void repliesToAnotherChatAreNoReplies() {
    ChatRead read =
        read(
            bella(1, "one"),
            bella(2, "two", "\"reply_to_message_id\": 1", "\"reply_to_peer_id\": \"channel9\""),
            bella(3, "three", "\"reply_to_peer_id\": null, \"reply_to_message_id\": 1"),
            bella(4, "four", "\"reply_to_message_id\": \"x\""));
    assertThat(read.messages()).extracting(Message::replyTo).containsExactly(null, null, 1L, null);
  }

  @Test
  void aDateWithoutUnixTimeIsTakenAsUtc() {
    ChatRead read =
        read(
            """
            {"id": 1, "type": "message", "date": "2019-02-03T04:05:06", "from": "B", "text": "a"}""",
            """
            {"id": 2, "type": "message", "date": "soon", "from": "B", "text": "b"}""",
            """
            {"id": 3, "type": "message", "date": "2019-02-31T04:05:06", "from": "B", "text": "c"}""",
            """
            {"id": 4, "type": "message", "date": "2019-02-03T04:05:06", "date_unixtime": 77,
             "from": "B", "text": "d"}""");
    Instant first = Instant.parse("2019-02-03T04:05:06Z");
    assertThat(read.messages())
        .extracting(Message::sentAt)
        .containsExactly(first, first, first, Instant.ofEpochSecond(77));
  }

  @Test
  void aMessageWithoutAnIdGetsItsPlaceInTheChat() {
    ChatRead read =
        read("{\"type\": \"message\", \"from\": \"B\", \"text\": \"a\"}", bella(-5, "negative"));
    assertThat(read.messages()).extracting(Message::id).containsExactly(1L, -5L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "\"  \""})
  void messagesOfDeletedAccountsAreNobodysAndStillContext(String from) {
    ChatRead read =
        read(
            bella(1, "asked"),
            """
            {"id": 2, "type": "message", "date_unixtime": "9", "from": %s, "from_id": "user3",
             "text": "answered"}"""
                .formatted(from),
            """
            {"id": 3, "type": "message", "date_unixtime": "9", "text": "no sender at all"}""");
    assertThat(read.senders()).containsExactly("user1", "nobody", "nobody");
    assertThat(read.keys()).containsExactly("user1");
    assertThat(read.report().chat().messages()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "saved_messages",
        "replies",
        "verification_codes",
        "personal_chat",
        "bot_chat",
        "private_group",
        "private_supergroup",
        "public_supergroup",
        "private_channel",
        "public_channel"
      })
  void chatsOfEveryTypeAreRead(String type) {
    Path file = Exports.file(folder, "result.json", chat(type, bella(1, "a"), tim(2, "b")));
    ChatSummary listed = Exports.survey(file).chats().get(0);
    assertThat(listed.type()).isEqualTo(type);
    assertThat(listed.name()).isEqualTo("The flat");
    assertThat(listed.messages()).isEqualTo(2);
    assertThat(Exports.read(file).texts()).containsExactly("a", "b");
    assertThat(Exports.read(file).report().chat()).isEqualTo(listed);
  }

  @Test
  void theBotOfABotChatIsNoPerson() {
    String bot = Exports.message(1, "Helper", "user42", "press a button");
    String json = chat("bot_chat", bot, bella(2, "/start"));
    ChatRead read = Exports.read(folder, json);
    assertThat(read.texts()).containsExactly("/start");
    assertThat(read.names()).containsExactly("Bella");
    assertThat(read.report().skipped()).isEqualTo(1);
  }

  @Test
  void theBotIsToldEvenIfTypeAndIdComeAfterTheMessages() {
    String bot = Exports.message(1, "Helper", "user42", "press a button");
    Path file =
        Exports.file(
            folder,
            "result.json",
            "{\"messages\": [%s, %s], \"id\": 42, \"type\": \"bot_chat\", \"name\": \"Helper\"}"
                .formatted(bot, bella(2, "/start")));
    assertThat(Exports.survey(file).chats().get(0).messages()).isEqualTo(1);
    ChatRead read = Exports.read(file);
    assertThat(read.texts()).containsExactly("/start");
    assertThat(read.names()).containsExactly("Bella");
  }

  @Test
  void aChatWithoutNameAndIdIsRead() {
    ChatRead read =
        Exports.read(
            folder,
            "{\"type\": \"saved_messages\", \"messages\": [%s]}".formatted(bella(1, "note")));
    assertThat(read.report().chat().name()).isNull();
    assertThat(read.report().chat().sourceKey()).isEqualTo("saved_messages:name:");
    assertThat(read.texts()).containsExactly("note");
  }
}
