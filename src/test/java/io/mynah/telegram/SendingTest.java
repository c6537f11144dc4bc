package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import io.mynah.chat.Button;
import io.mynah.chat.Emphasis;
import io.mynah.chat.Reply;
import io.mynah.domain.MessageRef;
import io.mynah.telegram.connection.TelegramConfig.Rates;
import io.mynah.telegram.fake.Call;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import io.mynah.telegram.fake.SentMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendingTest extends BotOnFakeServer {
  private FakeUser ann;

  @BeforeEach
  void meet() {
    ann = telegram.user("Ann");
  }

  @Test
  void aMessageThatComesTooSoonIsSentAfterTheTimeThatTelegramAsksFor() throws Exception {
    start();
    telegram.faults().next("sendMessage", Fault.tooManyRequests(1));
    channel().send(address(ann.chat()), Reply.of("hello"));

    List<Call> calls = telegram.calls("sendMessage");
    assertThat(calls).hasSize(2);
    assertThat(millisBetween(calls.get(0), calls.get(1))).isGreaterThanOrEqualTo(1000);
    assertThat(ann.texts()).containsExactly("hello");
  }

  @Test
  void whatStandsOutIsBoldInMessagesAndTheirChangesAndNowhereLeavesATrace() throws Exception {
    start();
    String text = "👋 I know " + Emphasis.on("Bella Ö.") + " and " + Emphasis.on("Tim") + ".";
    MessageRef sent = channel().send(address(ann.chat()), Reply.of(text));
    channel().edit(sent, Reply.of(Emphasis.on("Tim") + " is ready."));
    ann.sees("Tim is ready.");
    channel().toast(address(ann.chat()), "You like " + Emphasis.on("Tim") + ".");

    List<Call> calls = telegram.calls("sendMessage");
    assertThat(bold(calls.get(0))).containsExactly("Bella Ö.", "Tim");
    assertThat(calls.get(0).argument("text")).isEqualTo("👋 I know Bella Ö. and Tim.");
    assertThat(bold(telegram.calls("editMessageText").get(0))).containsExactly("Tim");
    assertThat(calls.get(1).argument("text")).isEqualTo("You like Tim.");
  }

  @Test
  void idsOfUsersLeadToThemAndNothingElseIsSaidOfThem() throws Exception {
    start();
    String text = Emphasis.on("Two") + " 😀: " + Emphasis.user("77") + ", " + Emphasis.user("9");
    MessageRef unused = channel().send(address(ann.chat()), Reply.of(text));
    Call call = telegram.calls("sendMessage").get(0);
    assertThat(call.argument("text")).isEqualTo("Two 😀: 77, 9");
    List<String> mentions = new ArrayList<>();
    for (JsonNode entity : call.arguments().path("entities")) {
      if (entity.path("type").asText().equals("text_mention")) {
        int from = entity.path("offset").asInt();
        assertThat(call.argument("text").substring(from, from + entity.path("length").asInt()))
            .isEqualTo(entity.path("user").path("id").asText());
        mentions.add(entity.path("user").path("id").asText());
      }
    }
    assertThat(mentions).containsExactly("77", "9");
  }

  @Test
  void whatIsNoIdMentionsNobodyAndIsSentAllTheSame() throws Exception {
    start();
    String text =
        Emphasis.user("Bella") + ", " + Emphasis.user("1".repeat(30)) + Emphasis.user("-7");
    MessageRef unused = channel().send(address(ann.chat()), Reply.of(text));
    Call call = telegram.calls("sendMessage").get(0);
    assertThat(call.argument("text")).isEqualTo("Bella, " + "1".repeat(30) + "-7");
    assertThat(call.arguments().path("entities")).isEmpty();
  }

  private static List<String> bold(Call call) {
    List<String> bold = new ArrayList<>();
    for (JsonNode entity : call.arguments().path("entities")) {
      assertThat(entity.path("type").asText()).isEqualTo("bold");
      int from = entity.path("offset").asInt();
      bold.add(call.argument("text").substring(from, from + entity.path("length").asInt()));
    }
    return bold;
  }

  @Test
  void aChatThatRestsDoesNotHoldUpAnother() throws Exception {
    FakeUser ben = telegram.user("Ben");
    start();
    // Longer than a busy machine pauses: the bot's end, not time, ends the rest.
    telegram.faults().next("sendMessage", Fault.tooManyRequests(600));
    CompletableFuture<Void> resting = CompletableFuture.runAsync(() -> send(ann, "late"));
    telegram.awaitCalls("sendMessage", calls -> calls.size() == 1);
    channel().send(address(ben.chat()), Reply.of("at once"));

    assertThat(ben.texts()).containsExactly("at once");
    assertThat(resting).isNotDone();
    assertThat(ann.texts()).isEmpty();
  }

  @Test
  void aChatGetsAShortBurstAndThenMessagesAtItsRate() throws Exception {
    start(config().withRates(new Rates(0.2, 3, 20, 30, Duration.ofMillis(100))));
    for (int i = 0; i < 4; i++) {
      channel().send(address(ann.chat()), Reply.of("message " + i));
    }
    List<Call> calls = telegram.calls("sendMessage");
    // Five seconds, so that a machine that pauses is not taken for a chat that has to wait.
    assertThat(millisBetween(calls.get(0), calls.get(2))).as("burst").isLessThan(2_400);
    assertThat(millisBetween(calls.get(0), calls.get(3))).as("rate").isBetween(2_500.0, 60_000.0);
    assertThat(ann.texts()).hasSize(4).isSorted();
  }

  @Test
  void faultsThatPassAreTriedAgain() throws Exception {
    start();
    telegram.faults().next("sendMessage", Fault.internalError(), Fault.badGateway(), Fault.reset());
    channel().send(address(ann.chat()), Reply.of("hello"));
    assertThat(ann.texts()).containsExactly("hello");
  }

  @Test
  void aMessageThatCannotBeSentFailsInTheEnd() {
    start();
    telegram.faults().always("sendMessage", Fault.badGateway());
    assertThatThrownBy(() -> channel().send(address(ann.chat()), Reply.of("hello")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("502");
    assertThat(telegram.calls("sendMessage")).hasSize(QUICK.attempts());
    awaitWarning("Given up");
  }

  @Test
  void aReplyThatBreaksOffIsAFaultThatPasses() throws Exception {
    start();
    telegram.faults().next("sendMessage", Fault.cutOff());
    channel().send(address(ann.chat()), Reply.of("hello"));
    // The first may have arrived or not; a person rather sees it twice than never.
    assertThat(ann.texts()).contains("hello").hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void toWhoBlockedTheBotNothingIsSentUntilTheySpeakAgain() throws Exception {
    start();
    MessageRef old = channel().send(address(ann.chat()), Reply.of("before"));
    telegram.faults().always("sendMessage", Fault.blocked());
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> channel().send(address(ann.chat()), Reply.of("hello")))
          .isInstanceOf(IOException.class);
    }
    assertThat(telegram.calls("sendMessage")).as("one that worked, one refused").hasSize(2);

    channel().edit(old, Reply.of("changed"));
    channel().typing(address(ann.chat())).close();
    await()
        .during(Duration.ofMillis(300))
        .untilAsserted(
            () -> {
              assertThat(telegram.calls("editMessageText")).isEmpty();
              assertThat(telegram.calls("sendChatAction")).isEmpty();
            });

    telegram.faults().heal();
    ann.says("I am back");
    ann.sees("You said: I am back");
  }

  @Test
  void aGroupThatBecameASupergroupIsFollowed() throws Exception {
    long group = telegram.group("Friends");
    start();
    channel().send(address(group), Reply.of("one"));
    long moved = telegram.migrate(group);

    MessageRef two = channel().send(address(group), Reply.of("two"));
    channel().send(address(group), Reply.of("three"));
    channel().edit(two, Reply.of("two, changed"));

    FakeUser member = ann.in(moved);
    member.sees("two, changed");
    assertThat(member.texts()).containsExactly("two, changed", "three");
    assertThat(two.address()).isEqualTo(address(moved));
    assertThat(telegram.calls("sendMessage")).as("one refused, three sent").hasSize(4);
  }

  @Test
  void aMessageOfBeforeTheMoveIsNotChangedInTheSupergroup() throws Exception {
    long group = telegram.group("Friends");
    start();
    MessageRef old = channel().send(address(group), Reply.of("old"));
    long moved = telegram.migrate(group);
    MessageRef other = channel().send(address(moved), Reply.of("new"));
    channel().edit(old, Reply.of("old, changed"));
    telegram.awaitCalls("editMessageText", calls -> calls.size() == 1);
    channel().edit(old, Reply.of("old, changed again"));
    channel().edit(other, Reply.of("new, changed"));
    ann.in(moved).sees("new, changed");

    // A supergroup counts its messages anew: the old number would be another message there.
    await().until(() -> telegram.calls("editMessageText").size() == 3);
    assertThat(telegram.calls("editMessageText"))
        .filteredOn(call -> call.argument("message_id").equals(old.messageId()))
        .hasSize(2)
        .allMatch(call -> call.argument("chat_id").equals(Long.toString(group)));
    assertThat(log.said(Level.WARN)).isEmpty();
  }

  @Test
  void aGroupThatTellsOfItsMoveIsFollowedWithoutAFailedCall() throws Exception {
    long group = telegram.group("Friends");
    start();
    long moved = telegram.migrate(group);
    telegram.deliverRaw(
        """
        {"message":{"message_id":9,"date":0,"chat":{"id":%d,"type":"group","title":"Friends"},
        "from":{"id":1,"is_bot":false,"first_name":"Ann"},"migrate_to_chat_id":%d}}"""
            .formatted(group, moved));
    await().until(() -> inbox.last().isPresent() && inbox.pending().isEmpty());

    channel().send(address(group), Reply.of("hello"));

    assertThat(ann.in(moved).texts()).containsExactly("hello");
    assertThat(telegram.calls("sendMessage")).hasSize(1);
  }

  @Test
  void aLongTextComesInPartsWithTheButtonsUnderTheLast() throws Exception {
    start();
    String text = "A line of words, and 🦜 after it.\n".repeat(300).strip();
    Reply reply = new Reply(text, List.of(List.of(new Button("Go on", "go"))));
    MessageRef last = channel().send(address(ann.chat()), reply);

    List<SentMessage> parts = ann.messages();
    assertThat(parts).hasSizeBetween(3, 4);
    assertThat(parts).allMatch(part -> part.text().length() <= 4096);
    assertThat(String.join("\n", ann.texts())).isEqualTo(text);
    assertThat(parts.subList(0, parts.size() - 1)).allMatch(part -> part.buttons().isEmpty());
    SentMessage end = parts.get(parts.size() - 1);
    assertThat(end.allButtons()).containsExactly(new SentMessage.Button("Go on", "go"));
    assertThat(last.messageId()).isEqualTo(Integer.toString(end.id()));
  }

  @Test
  void aTextOfEmojiAloneIsCutBetweenThem() throws Exception {
    start();
    String text = "x" + "🦜".repeat(5000);
    channel().send(address(ann.chat()), Reply.of(text));
    assertThat(String.join("", ann.texts())).isEqualTo(text);
  }

  @Test
  void whatPeopleWroteIsShownAsTheyWroteIt() throws Exception {
    start();
    String name = "<b>Bella</b> & _Tim_ *[x](y)* `z` &amp; \u202Eright to left";
    channel().send(address(ann.chat()), Reply.of(name));
    assertThat(ann.texts()).containsExactly(name);
    assertThat(telegram.calls("sendMessage").get(0).arguments().has("parse_mode")).isFalse();
  }

  @Test
  void aReplyInATopicStaysThere() {
    long group = telegram.group("Friends");
    FakeUser member = ann.inTopic(group, 17);
    start();
    member.says("hello");
    assertThat(member.sees("You said: hello").topic()).isEqualTo(17);
  }

  private void send(FakeUser to, String text) {
    try {
      channel().send(address(to.chat()), Reply.of(text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
