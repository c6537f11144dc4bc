package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Emphasis;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.chat.RichReply;
import io.mynah.chat.RichReply.Details;
import io.mynah.chat.RichReply.Heading;
import io.mynah.chat.RichReply.Paragraph;
import io.mynah.chat.RichReply.Table;
import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.MessageRef;
import io.mynah.telegram.connection.TelegramAddress;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import io.mynah.telegram.fake.SentMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages with tables, and servers that do not take them. */
class RichMessageTest extends BotOnFakeServer {
  private static final RichReply REPORT =
      new RichReply(
          List.of(
              new Heading("On Bella"),
              new Table(List.of("", "real", "made up"), List.of(List.of("😂", "4", "3.5"))),
              new Details("More", List.of(new Paragraph("It is so.")))),
          new Reply("All of it as text.", List.of(List.of(new Button("Speak", "s:1")))));
  private static final String SHOWN = "On Bella\n | real | made up\n😂 | 4 | 3.5\nMore\nIt is so.";

  private final CountDownLatch never = new CountDownLatch(1);
  private FakeUser ann;

  @BeforeEach
  void meet() {
    ann = telegram.user("Ann");
  }

  private static RichReply of(String text) {
    return new RichReply(
        List.of(
            new Heading(text),
            new Table(List.of(), List.of(List.of(text, text))),
            new Details(text, List.of(new Paragraph(text)))),
        Reply.of("plain"));
  }

  private MessageRef sends(RichReply reply) throws IOException {
    return channel().sendRich(address(ann.chat()), reply);
  }

  @Test
  void headingsTablesAndDetailsArriveWithTheButtons() throws Exception {
    start();
    assertThat(channel().showsTables()).isTrue();
    MessageRef ref = sends(REPORT);
    SentMessage message = ann.messages().get(0);
    assertThat(message.text()).isEqualTo(SHOWN);
    assertThat(message.allButtons()).containsExactly(new SentMessage.Button("Speak", "s:1"));
    assertThat(ref.messageId()).isEqualTo(Integer.toString(message.id()));
    JsonNode table = message.blocks().get(1);
    assertThat(table.at("/cells/0/1/is_header").asBoolean()).isTrue();
    assertThat(table.at("/cells/0/0").has("text")).isFalse();
    assertThat(table.at("/cells/1/0/align").asText()).isEqualTo("left");
    assertThat(table.at("/cells/1/1/align").asText()).isEqualTo("right");
    assertThat(message.blocks().get(2).has("is_open")).as("folded").isFalse();
  }

  @Test
  void whatChatsContainIsShownAsItIsAndIsNoLink() throws Exception {
    start();
    String odd = "<b>A&amp;B</b> </td></table> \"'` *_ \u2068אבג\u2069 @ann t.me/x #1 /stop 🦜";
    sends(of(odd));
    sends(of(Emphasis.on("Bella") + " & co"));
    List<String> lines = List.of(odd, odd + " | " + odd, odd, odd);
    assertThat(ann.texts().get(0)).isEqualTo(String.join("\n", lines));
    assertThat(ann.texts().get(1)).startsWith("Bella & co\n");
    assertThat(telegram.calls("sendRichMessage"))
        .allMatch(call -> call.arguments().at("/rich_message/skip_entity_detection").asBoolean());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Not Found: method not found", "Not Found"})
  void aServerThatKnowsNoneGetsTheTextAndIsNotAskedAgain(String why) throws Exception {
    telegram.faults().always("sendRichMessage", new Fault.Refusal(404, why, 0));
    start();
    MessageRef ref = sends(REPORT);
    SentMessage message = ann.messages().get(0);
    assertThat(message.text()).isEqualTo("All of it as text.");
    assertThat(message.allButtons()).hasSize(1);
    assertThat(ref.messageId()).isEqualTo(Integer.toString(message.id()));
    sends(REPORT);
    assertThat(ann.texts()).hasSize(2).containsOnly("All of it as text.");
    assertThat(telegram.calls("sendRichMessage")).hasSize(1);
    awaitWarning("Given up: sendRichMessage");
  }

  @Test
  void inPlaceOfOneThatIsRefusedItsTextComesAndTheNextOneHasTablesAgain() throws Exception {
    String why = "Bad Request: RICH_MESSAGE_CONTENT_REQUIRED";
    telegram.faults().next("sendRichMessage", new Fault.Refusal(400, why, 0));
    start();
    sends(REPORT);
    assertThat(ann.texts()).containsExactly("All of it as text.");
    sends(REPORT);
    assertThat(ann.texts()).containsExactlyInAnyOrder("All of it as text.", SHOWN);
    assertThat(log.said(Level.INFO)).noneMatch(line -> line.contains("from now on"));
  }

  @Test
  void aRefusalOfAnUnknownFormIsOneToo() throws Exception {
    telegram.faults().next("sendRichMessage", new Fault.OddRefusal(400));
    start();
    sends(REPORT);
    assertThat(ann.texts()).containsExactly("All of it as text.");
    awaitWarning("Given up: sendRichMessage: 400");
  }

  @Test
  void aChatThatTakesNothingSaysNothingAboutTheServer() throws Exception {
    start();
    Address nobody = address(ann.chat() + 1);
    assertThatThrownBy(() -> channel().sendRich(nobody, REPORT))
        .isInstanceOf(Channel.NotSent.class);
    sends(REPORT);
    assertThat(ann.texts()).containsExactly(SHOWN);
  }

  @Test
  void aChatThatIsClosedToTheBotIsTriedOnce() {
    telegram.faults().always("sendRichMessage", Fault.blocked());
    start();
    assertThatThrownBy(() -> sends(REPORT)).isInstanceOf(Channel.NotSent.class);
    assertThat(telegram.calls("sendMessage")).isEmpty();
  }

  @Test
  void faultsThatPassAreNoRefusal() throws Exception {
    telegram.faults().next("sendRichMessage", Fault.tooManyRequests(1), Fault.badGateway());
    start();
    sends(REPORT);
    assertThat(ann.texts()).containsExactly(SHOWN);
    assertThat(telegram.calls("sendRichMessage")).hasSize(3);
  }

  @Test
  void oneInATopicStaysThere() throws Exception {
    long group = telegram.group("Friends");
    start();
    channel().sendRich(new TelegramAddress(Bot.ONLY, group, 17).toAddress(), REPORT);
    assertThat(ann.inTopic(group, 17).messages().get(0).topic()).isEqualTo(17);
  }

  @Test
  void aButtonUnderItIsHeardAndItCanBeChanged() throws Exception {
    start().does((incoming, channel) -> {});
    MessageRef ref = sends(REPORT);
    String press = ann.presses("Speak");
    await().until(() -> telegram.isAnswered(press) && listener.heard().size() == 1);
    Incoming.Press heard = (Incoming.Press) listener.heard().get(0);
    assertThat(heard.envelope().message()).isEqualTo(ref);
    channel().edit(ref, Reply.of("Gone."));
    ann.sees("Gone.");
    assertThat(ann.messages()).singleElement().matches(message -> message.blocks() == null);
  }

  @Test
  void aReplyToOneIsHeard() throws Exception {
    start();
    sends(REPORT);
    ann.repliesTo(ann.messages().get(0), "is that so?");
    ann.sees("You said: is that so?");
  }

  private void sendsBoth(Channel channel, Address to) throws IOException {
    channel.sendRich(to, REPORT);
    channel.send(to, Reply.of("picture"));
  }

  /** Is killed between the two messages of an answer, and started again. */
  private void isKilledAfterTheFirst(String shown) {
    start()
        .does(
            (incoming, channel) -> {
              channel.sendRich(incoming.envelope().address(), REPORT);
              never.await();
            });
    ann.says("/report");
    ann.sees(shown);
    await().until(() -> inbox.sentReplies().of("update:1").get(0).message() != null);
    bot.close(Duration.ofMillis(200));
    start().does((incoming, channel) -> sendsBoth(channel, incoming.envelope().address()));
    ann.sees("picture");
    await().until(() -> inbox.pending().isEmpty());
    assertThat(ann.texts()).containsExactly(shown, "picture");
  }

  @Test
  void afterAKillOnlyTheRestIsSent() {
    isKilledAfterTheFirst(SHOWN);
    assertThat(telegram.calls("sendRichMessage")).hasSize(1);
  }

  @Test
  void afterAKillTheTextThatTookItsPlaceIsNotSentAgain() {
    telegram
        .faults()
        .always("sendRichMessage", new Fault.Refusal(404, "Not Found: method not found", 0));
    isKilledAfterTheFirst("All of it as text.");
    assertThat(telegram.calls("sendRichMessage")).hasSize(1);
  }

  @Test
  void oneWhoseAnswerCannotBeReadIsSentAndWhatFollowsItToo() throws Exception {
    telegram.faults().always("sendRichMessage", new Fault.Unreadable());
    telegram.faults().always("sendDocument", new Fault.Unreadable());
    start();
    sends(REPORT);
    channel().sendDocument(address(ann.chat()), "a.txt", new byte[] {1}, Reply.of("file"));
    channel().send(address(ann.chat()), Reply.of("the end"));
    assertThat(ann.texts()).containsExactly(SHOWN, "file", "the end");
    awaitWarning("Sent, but the message's id is unknown: sendRichMessage: unreadable answer");
    awaitWarning("Sent, but the message's id is unknown: senddocument: unreadable answer");
  }

  @Test
  void oneWhoseAnswerCannotBeReadIsNotSentAgainAfterAKill() {
    telegram.faults().always("sendRichMessage", new Fault.Unreadable());
    isKilledAfterTheFirst(SHOWN);
    assertThat(telegram.calls("sendRichMessage")).hasSize(1);
    awaitWarning("Sent, but the message's id is unknown: sendRichMessage: unreadable answer");
  }

  @Test
  void oneWhoseAnswerWasLostIsNotReplacedByText() throws Exception {
    start();
    telegram.faults().next("sendRichMessage", Fault.cutOff());
    telegram.faults().next("sendRichMessage", Fault.cutOff());
    assertThatThrownBy(() -> sends(REPORT))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(Channel.NotSent.class);
    assertThat(telegram.calls("sendMessage")).isEmpty();
    awaitWarning("Given up: sendRichMessage");
  }
}
