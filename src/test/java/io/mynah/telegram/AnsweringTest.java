package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.mynah.chat.Button;
import io.mynah.chat.Channel.Typing;
import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.domain.Bot;
import io.mynah.telegram.connection.TelegramAddress;
import io.mynah.telegram.connection.TelegramConfig.Pace;
import io.mynah.telegram.fake.Call;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import io.mynah.telegram.fake.SentMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How chats are answered: their order, the sign of typing, and presses of buttons. */
class AnsweringTest extends BotOnFakeServer {
  private static final Reply QUESTION =
      new Reply("Which?", List.of(List.of(new Button("This", "pick:1"))));

  @Test
  void aChatIsAnsweredInOrderWhileAnotherOneTakesItsTime() {
    FakeUser ann = telegram.user("Ann");
    FakeUser ben = telegram.user("Ben");
    CountDownLatch enough = new CountDownLatch(1);
    start()
        .does(
            (incoming, channel) -> {
              if (((Incoming.Text) incoming).text().equals("ponder")) {
                enough.await();
              }
              Listener.echo(incoming, channel);
            });
    ann.says("ponder");
    for (int i = 10; i < 30; i++) {
      ann.says("ann " + i);
      ben.says("ben " + i);
    }
    ben.sees("ben 29");
    assertThat(ben.texts()).hasSize(20).isSorted();
    assertThat(ann.texts()).isEmpty();

    enough.countDown();
    ann.sees("ann 29");
    assertThat(ann.texts()).hasSize(21).startsWith("You said: ponder");
    assertThat(ann.texts().subList(1, 21)).isSorted();
  }

  @Test
  void moreChatsThanThreadsAllHaveTheirTurn() {
    List<FakeUser> people = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      people.add(telegram.user("Person " + i));
    }
    start(config().withThreads(2));
    for (int i = 10; i < 15; i++) {
      for (FakeUser person : people) {
        person.says("word " + i);
      }
    }
    for (FakeUser person : people) {
      person.sees("word 14");
      assertThat(person.texts()).hasSize(5).isSorted();
    }
  }

  @Test
  void typingIsShownAtOnceAndAgainUntilTheReplyIsThere() throws Exception {
    FakeUser ann = telegram.user("Ann");
    start();
    try (Typing typing = channel().typing(address(ann.chat()))) {
      assertThat(typing).isNotNull();
      List<Call> calls = telegram.awaitCalls("sendChatAction", shown -> shown.size() >= 3);
      assertThat(calls.get(0).argument("action")).isEqualTo("typing");
      assertThat(calls.get(0).argument("chat_id")).isEqualTo(Long.toString(ann.chat()));
      assertThat(millisBetween(calls.get(0), calls.get(2))).isGreaterThanOrEqualTo(200);
    }
    // One may have been on its way.
    int atMost = telegram.calls("sendChatAction").size() + 1;
    await()
        .during(Duration.ofMillis(500))
        .until(() -> telegram.calls("sendChatAction").size() <= atMost);
  }

  @Test
  void typingIsRepeatedBeforeTelegramStopsShowingIt() {
    assertThat(Pace.USUAL.typingEvery()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(4500));
  }

  @Test
  void typingIsShownInTheTopicThatIsAnswered() {
    FakeUser member = telegram.user("Ann").inTopic(telegram.group("Friends"), 17);
    start()
        .does(
            (incoming, channel) -> {
              try (Typing typing = channel.typing(incoming.envelope().address())) {
                assertThat(typing).isNotNull();
                telegram.awaitCalls("sendChatAction", calls -> !calls.isEmpty());
              }
              Listener.echo(incoming, channel);
            });
    member.says("hello");
    member.sees("You said: hello");
    assertThat(telegram.calls("sendChatAction").get(0).argument("message_thread_id"))
        .isEqualTo("17");
  }

  @Test
  void faultsDoNotEndTyping() {
    FakeUser ann = telegram.user("Ann");
    start();
    telegram
        .faults()
        .next("sendChatAction", Fault.badGateway(), Fault.reset(), Fault.internalError());
    try (Typing typing = channel().typing(address(ann.chat()))) {
      assertThat(typing).isNotNull();
      telegram.awaitCalls("sendChatAction", shown -> shown.size() >= 5);
    }
    assertThat(log.said(Level.WARN)).isEmpty();
  }

  @Test
  void aChatThatRestsIsShownNoTyping() {
    FakeUser ann = telegram.user("Ann");
    start();
    telegram.faults().next("sendChatAction", Fault.tooManyRequests(1));
    try (Typing typing = channel().typing(address(ann.chat()))) {
      assertThat(typing).isNotNull();
      List<Call> calls = telegram.awaitCalls("sendChatAction", shown -> shown.size() >= 2);
      assertThat(millisBetween(calls.get(0), calls.get(1))).isGreaterThanOrEqualTo(1000);
    }
  }

  @Test
  void aPressIsAnsweredWhileTheChatIsStillBusy() throws Exception {
    FakeUser ann = telegram.user("Ann");
    CountDownLatch enough = new CountDownLatch(1);
    start().does((incoming, channel) -> enough.await());
    channel().send(address(ann.chat()), QUESTION);
    ann.says("something that takes long");
    await().until(() -> listener.heard().size() == 1);
    String press = ann.presses("This");
    await().until(() -> telegram.isAnswered(press));
    assertThat(listener.heard()).as("the press waits for its turn").hasSize(1);
    enough.countDown();
    await().until(() -> listener.heard().size() == 2);
  }

  @Test
  void pressesOfButtonsThatAreGoneAreAnsweredToo() throws Exception {
    FakeUser ann = telegram.user("Ann");
    start().does((incoming, channel) -> {});
    channel().send(address(ann.chat()), QUESTION);
    SentMessage shown = ann.sees("Which?");
    channel()
        .edit(
            new TelegramAddress(Bot.ONLY, ann.chat(), null).message(shown.id()), Reply.of("Gone."));
    ann.sees("Gone.");
    String press = ann.presses(shown, "a button of long ago");
    await().until(() -> telegram.isAnswered(press));
  }

  @Test
  void aPressIsAnsweredWhateverTheConversationThrows() throws Exception {
    FakeUser ann = telegram.user("Ann");
    start()
        .does(
            (incoming, channel) -> {
              throw new IllegalStateException();
            });
    channel().send(address(ann.chat()), QUESTION);
    String press = ann.presses("This");
    await().until(() -> telegram.isAnswered(press) && inbox.pending().isEmpty());
  }

  @Test
  void aPressIsAnsweredAfterFaultsAndAfterTheTimeThatTelegramAsksFor() throws Exception {
    FakeUser ann = telegram.user("Ann");
    start().does((incoming, channel) -> {});
    channel().send(address(ann.chat()), QUESTION);
    telegram
        .faults()
        .next("answerCallbackQuery", Fault.badGateway(), Fault.reset(), Fault.tooManyRequests(1));
    String press = ann.presses("This");
    await().until(() -> telegram.isAnswered(press));
    List<Call> calls = telegram.calls("answerCallbackQuery");
    assertThat(calls).hasSize(4);
    assertThat(millisBetween(calls.get(2), calls.get(3))).isGreaterThanOrEqualTo(1000);
  }

  @Test
  void aPressThatAnEarlierProcessDidNotAnswerIsAnsweredAfterTheRestart() throws Exception {
    FakeUser ann = telegram.user("Ann");
    CountDownLatch never = new CountDownLatch(1);
    start().does((incoming, channel) -> never.await());
    channel().send(address(ann.chat()), QUESTION);
    telegram.faults().always("answerCallbackQuery", Fault.badGateway());
    String press = ann.presses("This");
    await().until(() -> listener.heard().size() == 1);
    bot.close(Duration.ofMillis(200));
    assertThat(telegram.isAnswered(press)).isFalse();

    telegram.faults().heal();
    start().does((incoming, channel) -> {});
    await().until(() -> telegram.isAnswered(press) && listener.heard().size() == 1);
  }

  @Test
  void aPressThatIsTooOldToBeAnsweredIsNoTrouble() {
    FakeUser ann = telegram.user("Ann");
    start();
    telegram.deliverRaw(
        """
        {"callback_query":{"id":"1234567","chat_instance":"1","data":"x",
        "from":{"id":%1$d,"is_bot":false,"first_name":"Ann"},
        "message":{"message_id":5,"date":0,"chat":{"id":%1$d,"type":"private"}}}}"""
            .formatted(ann.id()));
    ann.sees("You said: something");
    telegram.awaitCalls("answerCallbackQuery", calls -> calls.size() == 1);
    ann.says("on");
    ann.sees("You said: on");
    assertThat(telegram.calls("answerCallbackQuery")).as("refused for good").hasSize(1);
    assertThat(log.said(Level.WARN)).isEmpty();
  }
}
