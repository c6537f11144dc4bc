package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.Channel;
import io.mynah.chat.Reply;
import io.mynah.domain.Address;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Answers that are given again after a restart. */
class GivenOnceTest extends BotOnFakeServer {
  private final CountDownLatch never = new CountDownLatch(1);

  private static void sendBoth(Channel channel, Address to) throws IOException {
    channel.send(to, Reply.of("one"));
    channel.send(to, Reply.of("two"));
  }

  @Test
  void ofAnAnswerThatWasCutOffOnlyTheRestIsSent() {
    FakeUser ann = telegram.user("Ann");
    start()
        .does(
            (incoming, channel) -> {
              channel.send(incoming.envelope().address(), Reply.of("one"));
              never.await();
            });
    ann.says("hello");
    ann.sees("one");
    await().until(() -> inbox.sentReplies().of("update:1").get(0).message() != null);
    bot.close(Duration.ofMillis(200));

    start().does((incoming, channel) -> sendBoth(channel, incoming.envelope().address()));
    ann.sees("two");
    await().until(() -> inbox.pending().isEmpty());
    assertThat(ann.texts()).containsExactly("one", "two");
    assertThat(inbox.sentReplies().of("update:1")).as("forgotten when it is done").isEmpty();
  }

  @Test
  void aMessageThatOnlyWaitedWhenTheProcessEndedWasNotTried() {
    FakeUser ann = telegram.user("Ann");
    telegram.faults().always("sendMessage", Fault.tooManyRequests(60));
    ann.says("hello");
    for (int times = 1; times <= 3; times++) {
      int calls = times;
      start();
      telegram.awaitCalls("sendMessage", sent -> sent.size() >= calls);
      bot.close(Duration.ofMillis(200));
      assertThat(inbox.pending()).hasSize(1);
    }
    telegram.faults().heal();
    start();
    ann.sees("You said: hello");
    assertThat(ann.texts()).hasSize(1);
  }

  @Test
  void aMessageThatWasPerhapsSentTwiceIsNotSentAThirdTime() {
    FakeUser ann = telegram.user("Ann");
    inbox.sentReplies().attempt("update:1", 0);
    inbox.sentReplies().attempt("update:1", 0);
    start().does((incoming, channel) -> never.await());
    ann.says("hello");
    await().until(() -> listener.heard().size() == 1);
    bot.close(Duration.ofMillis(200));

    start().does((incoming, channel) -> sendBoth(channel, incoming.envelope().address()));
    ann.sees("two");
    assertThat(ann.texts()).containsExactly("two");
  }

  @Test
  void whatIsSaidUnderANameIsSaidOnceWhicheverProcessSaysIt() throws Exception {
    FakeUser ann = telegram.user("Ann");
    start();
    Address to = address(ann.chat());
    var first = channel().once("report:7", () -> channel().send(to, Reply.of("the report")));
    bot.close(Duration.ofMillis(200));
    start();
    var second = channel().once("report:7", () -> channel().send(to, Reply.of("the report")));
    assertThat(ann.texts()).containsExactly("the report");
    assertThat(second).isEqualTo(first);
  }
}
