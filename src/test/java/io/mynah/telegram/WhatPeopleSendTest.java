package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.mynah.chat.Button;
import io.mynah.chat.Envelope;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonKey;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.SentMessage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhatPeopleSendTest extends BotOnFakeServer {
  private static final FakeFile EXPORT = FakeFile.of("result.json", new byte[] {'{', '}'});

  private FakeUser ann;

  @BeforeEach
  void meet() {
    ann = telegram.user("Ann", "de");
    start();
  }

  @Test
  void wordsComeWithWhoSaidThemWhereAndInWhichLanguage() {
    ann.says("hello 👍🏽\nsecond line");
    Incoming.Text text = (Incoming.Text) next(1);
    Envelope envelope = text.envelope();
    assertThat(text.text()).isEqualTo("hello 👍🏽\nsecond line");
    assertThat(text.answered()).isNull();
    assertThat(envelope.sender()).isEqualTo(OwnerId.telegram(ann.id()));
    assertThat(envelope.username()).isEqualTo("user" + ann.id());
    assertThat(envelope.address()).isEqualTo(address(ann.chat()));
    assertThat(envelope.isPrivate()).isTrue();
    assertThat(envelope.language()).isEqualTo(Locale.GERMAN);
  }

  @Test
  void inAGroupTheGroupIsTheAddressAndThePersonTheSender() {
    long group = telegram.group("Friends");
    ann.in(group).says("hello");
    Envelope envelope = next(1).envelope();
    assertThat(envelope.address()).isEqualTo(address(group));
    assertThat(envelope.sender()).isEqualTo(OwnerId.telegram(ann.id()));
    assertThat(envelope.isPrivate()).isFalse();
  }

  @Test
  void aFileComesWithItsNameItsSizeAndItsCaption() {
    ann.sends(EXPORT, "/train@" + telegram.botName() + " please");
    Incoming.File file = (Incoming.File) next(1);
    assertThat(file.file().name()).isEqualTo("result.json");
    assertThat(file.file().size()).isEqualTo(2);
    assertThat(file.caption()).isEqualTo("/train please");
    assertThat(file.album()).isNull();
  }

  @Test
  void aForwardedFileIsAFile() {
    ann.forwards(EXPORT);
    assertThat(next(1)).isInstanceOf(Incoming.File.class);
  }

  @Test
  void filesSentTogetherShareAnAlbum() {
    ann.sendsAlbum(EXPORT, EXPORT);
    Incoming.File second = (Incoming.File) next(2);
    assertThat(second.album()).isNotNull();
    assertThat(((Incoming.File) listener.heard().get(0)).album()).isEqualTo(second.album());
  }

  @Test
  void aReplyToAFileBringsTheFile() {
    ann.repliesTo(EXPORT, "/train");
    Incoming.Text text = (Incoming.Text) next(1);
    assertThat(text.text()).isEqualTo("/train");
    assertThat(text.answered()).isNotNull();
    assertThat(text.answered().files()).hasSize(1);
    assertThat(text.answered().files().get(0).name()).isEqualTo("result.json");
  }

  @Test
  void aReplyToWordsBringsTheWordsAndSaysWhichMessageTheyAre() throws Exception {
    MessageRef sent = channel().send(address(ann.chat()), Reply.of("good night"));
    ann.repliesTo(ann.sees("good night"), "/why");
    Incoming.Text text = (Incoming.Text) next(1);
    assertThat(text.text()).isEqualTo("/why");
    assertThat(text.answered()).isEqualTo(new Incoming.Answered(sent, "good night", List.of()));
  }

  @Test
  void aReplyToAMessageOfAnotherChatDoesNotSayWhichItIs() {
    raw("\"from\":%s,\"text\":\"/why\",\"external_reply\":{\"origin\":{}}".formatted(person()));
    assertThat(((Incoming.Text) next(1)).answered())
        .isEqualTo(new Incoming.Answered(null, "", List.of()));
  }

  @Test
  void aStickerIsItsEmojiAsInAnExport() {
    raw("\"from\":%s,\"sticker\":{\"emoji\":\"😂\"}".formatted(person()));
    assertThat(((Incoming.Text) next(1)).text()).isEqualTo("😂");
  }

  @Test
  void ofSeveralBotsTheOneThatIsNamedIsMeant() {
    FakeUser member = ann.in(telegram.group("Friends"));
    member.says("/speak@some_other_bot Bella");
    member.says("/speak@" + telegram.botName().toUpperCase(Locale.ROOT) + " Bella");
    member.says("/help");
    member.says("write to me@example.org");
    next(3);
    assertThat(listener.words())
        .containsExactly("/speak Bella", "/help", "write to me@example.org");
  }

  @Test
  void whoNamesTheBotInAGroupMentionsIt() {
    String name = "@" + telegram.botName();
    ann.says(name + " in private");
    assertThat(((Incoming.Text) next(1)).mention()).isNull();
    FakeUser there = ann.in(telegram.group("Friends"));
    there.says("hey " + name + ", bella what is up?");
    Incoming.Text text = (Incoming.Text) next(2);
    assertThat(text.mention()).isEqualTo(new Incoming.Mention("hey", "bella what is up?"));
    assertThat(text.text()).isEqualTo("hey bella what is up?");
    there.says(name.toUpperCase(Locale.ROOT));
    assertThat(((Incoming.Text) next(3)).mention()).isEqualTo(new Incoming.Mention("", ""));
    there.says(name + "s are others, and so is x" + name);
    assertThat(((Incoming.Text) next(4)).mention()).isNull();
  }

  @Test
  void aFileWhoseCaptionIsForAnotherBotComesWithoutIt() {
    ann.sends(EXPORT, "/train@some_other_bot");
    assertThat(((Incoming.File) next(1)).caption()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"photo\":[]",
        "\"voice\":{\"file_id\":\"v\"}",
        "\"sticker\":{}",
        "\"animation\":{},\"document\":{\"file_id\":\"a\"}",
        "\"location\":{}",
      })
  void whatIsNeitherWordsNorAFileComesAsItsKind(String content) {
    raw("\"from\":%s,%s".formatted(person(), content));
    assertThat(next(1)).isInstanceOf(Incoming.Other.class);
    assertThat(content).contains(((Incoming.Other) next(1)).kind());
  }

  @Test
  void aCaptionComesWithWhatItIsOf() {
    raw("\"from\":%s,\"photo\":[],\"caption\":\"look at this\"".formatted(person()));
    assertThat(((Incoming.Other) next(1)).caption()).isEqualTo("look at this");
  }

  @Test
  void anAnonymousAdministratorSpeaksInTheNameOfTheGroup() {
    String bot = "{\"id\":1087968824,\"is_bot\":true,\"first_name\":\"Group\"}";
    raw(
        "\"from\":%s,\"sender_chat\":{\"id\":%d,\"type\":\"supergroup\"},\"text\":\"/share\""
            .formatted(bot, ann.chat()));
    assertThat(next(1).envelope().sender().isAnonymous()).isTrue();
  }

  @Test
  void botsAndServiceMessagesAndOtherKindsOfUpdatesAreNotAnswered() {
    raw("\"from\":{\"id\":5,\"is_bot\":true,\"first_name\":\"B\"},\"text\":\"by a bot\"");
    raw("\"from\":%s,\"via_bot\":{\"id\":5},\"text\":\"by way of a bot\"".formatted(person()));
    raw("\"from\":%s,\"new_chat_title\":\"Friends\"".formatted(person()));
    raw("\"text\":\"from nobody\"");
    telegram.deliverRaw(
        "{\"edited_message\":{\"message_id\":1,\"date\":0,\"chat\":{\"id\":%d},\"text\":\"x\"}}"
            .formatted(ann.chat()));
    ann.says("last");
    ann.sees("You said: last");
    assertThat(listener.words()).containsExactly("last");
    assertThat(ann.texts()).hasSize(1);
    assertThat(log.said(Level.WARN)).isEmpty();
  }

  @Test
  void onlyTheKindsOfUpdatesThatAreUsedAreAskedFor() {
    var polls = telegram.awaitCalls("getUpdates", calls -> calls.size() > 1);
    assertThat(polls.get(0).arguments().path("allowed_updates"))
        .extracting(kind -> kind.textValue())
        .containsExactly(
            "message",
            "edited_message",
            "message_reaction",
            "callback_query",
            "my_chat_member",
            "inline_query",
            "guest_message",
            "managed_bot");
    assertThat(polls.get(0).arguments().path("limit").intValue()).isBetween(1, 100);
    assertThat(polls.get(0).arguments().path("timeout").intValue())
        .as("it shows at once whether Telegram answers")
        .isZero();
    assertThat(polls.get(1).arguments().path("timeout").intValue()).isBetween(1, 50);
  }

  @Test
  void aPressComesWithTheMessageThatBearsTheButton() throws Exception {
    long group = telegram.group("Friends");
    Reply question = new Reply("Which?", List.of(List.of(new Button("This", "pick:1"))));
    MessageRef sent = channel().send(address(group), question);
    ann.in(group).presses("This");
    Incoming.Press press = (Incoming.Press) next(1);
    assertThat(press.action()).isEqualTo("pick:1");
    assertThat(press.message()).isEqualTo(sent);
    assertThat(press.envelope().sender()).isEqualTo(OwnerId.telegram(ann.id()));
    SentMessage shown = ann.in(group).sees("Which?");
    assertThat(press.message().messageId()).isEqualTo(Integer.toString(shown.id()));
  }

  private String person() {
    return "{\"id\":%d,\"is_bot\":false,\"first_name\":\"Ann\"}".formatted(ann.id());
  }

  private Incoming.@Nullable Written written(int count) {
    return ((Incoming.Text) next(count)).written();
  }

  @Test
  void aMessageOfASupergroupSaysWhoWroteItAndItsIdAsAnExportDoes() {
    FakeUser member = ann.in(telegram.group("Friends"));
    member.says("hello");
    Incoming.Written written = written(1);
    Envelope envelope = next(1).envelope();
    assertThat(written).isNotNull();
    assertThat(written.author()).isEqualTo(new PersonKey("user" + ann.id()));
    assertThat(written.name()).isEqualTo("Ann");
    assertThat(written.id()).isEqualTo(Long.valueOf(envelope.message().messageId()));
    assertThat(written.forwarded()).isFalse();
    assertThat(channel().sourceKey(envelope.address())).matches("supergroup:\\d+");
  }

  @Test
  void whatIsSaidToABotOfAGroupIsNotToBeLearnedFrom() {
    String reply =
        "\"from\":%s,\"text\":\"a\",\"reply_to_message\":{\"message_id\":2,\"date\":0,\"text\":\"b\","
            + "\"chat\":{\"id\":-77,\"type\":\"group\"},"
            + "\"from\":{\"id\":5,\"is_bot\":%b,\"first_name\":\"B\"}}";
    String group = "{\"id\":-77,\"type\":\"group\"}";
    rawIn(group, reply.formatted(person(), true));
    assertThat(written(1)).isNull();
    rawIn(group, reply.formatted(person(), false));
    assertThat(written(2)).isNotNull();
    rawIn(group, "\"from\":%s,\"text\":\"@%s a\"".formatted(person(), telegram.botName()));
    assertThat(written(3)).isNull();
  }

  @Test
  void theIdsOfABasicGroupAreNotThoseOfAnExport() {
    rawIn("{\"id\":-77,\"type\":\"group\"}", "\"from\":%s,\"text\":\"a\"".formatted(person()));
    assertThat(written(1)).extracting(Incoming.Written::id).isNull();
    assertThat(channel().sourceKey(next(1).envelope().address())).isEqualTo("group:77");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"forward_origin\":{\"type\":\"user\",\"date\":5,\"sender_user\":{\"id\":9}}",
        "\"sender_chat\":{\"id\":-77,\"type\":\"group\"}",
      })
  void whatAMemberDidNotWriteThemselvesHasNoAuthor(String more) {
    rawIn(
        "{\"id\":-77,\"type\":\"group\"}",
        "\"from\":%s,\"text\":\"a\",%s".formatted(person(), more));
    assertThat(written(1)).isNull();
  }

  @Test
  void whatIsForwardedInPrivateSaysWhoWroteItFirstWhereTelegramDoes() {
    ann.says("own words");
    assertThat(written(1)).isNull();
    String forwarded = "\"from\":%s,\"text\":\"a\",\"forward_origin\":{\"date\":5,%s}";
    raw(
        forwarded.formatted(
            person(),
            "\"type\":\"user\",\"sender_user\":{\"id\":9,\"first_name\":\"Zoe\",\"last_name\":\"M.\"}"));
    assertThat(written(2))
        .isEqualTo(
            new Incoming.Written(
                new PersonKey("user9"), "Zoe M.", Instant.ofEpochSecond(5), null, null, true));
    raw(forwarded.formatted(person(), "\"type\":\"hidden_user\",\"sender_user_name\":\"Zoe\""));
    assertThat(written(3)).extracting(Incoming.Written::author).isEqualTo(PersonKey.ofName("Zoe"));
    raw(forwarded.formatted(person(), "\"type\":\"channel\",\"chat\":{\"id\":-8}"));
    assertThat(written(4)).isNull();
  }

  private void raw(String content) {
    rawIn("{\"id\":%d,\"type\":\"private\"}".formatted(ann.chat()), content);
  }

  private void rawIn(String chat, String content) {
    telegram.deliverRaw(
        "{\"message\":{\"message_id\":1,\"date\":0,\"chat\":%s,%s}}".formatted(chat, content));
  }

  /** Waits until so many came, and returns the last of them. */
  private Incoming next(int count) {
    await().until(() -> listener.heard().size() >= count);
    return listener.heard().get(count - 1);
  }
}
