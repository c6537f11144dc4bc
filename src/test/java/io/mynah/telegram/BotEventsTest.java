package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.Incoming;
import io.mynah.chat.Reply;
import io.mynah.telegram.connection.ApiFault;
import io.mynah.telegram.connection.BotEvents;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is counted of a bot, and the id that log lines of an update carry. */
class BotEventsTest extends BotOnFakeServer {
  private final List<String> events = new CopyOnWriteArrayList<>();

  private final BotEvents counts =
      new BotEvents() {
        @Override
        public void received(int updates) {
          events.add("received " + updates);
        }

        @Override
        public void handled() {
          events.add("handled");
        }

        @Override
        public void notHandled() {
          events.add("not handled");
        }

        @Override
        public void answered(Duration since) {
          events.add("answered after " + since);
        }

        @Override
        public void sent() {
          events.add("sent");
        }

        @Override
        public void failed(ApiFault fault) {
          events.add("failed " + fault.kind() + " " + fault.status());
        }
      };

  private void startCounted() {
    bot = new TelegramBot(config(), List.of(), inbox, clock, () -> {}, counts);
    bots.add(bot);
    listener = new Listener(bot.channel());
    bot.start(listener);
  }

  @Test
  void anUpdateIsCountedFromItsArrivalToItsAnswer() {
    FakeUser ann = telegram.user("Ann");
    startCounted();
    listener.does(
        (incoming, channel) -> {
          clock.advance(Duration.ofSeconds(3));
          Listener.echo(incoming, channel);
          clock.advance(Duration.ofSeconds(2));
          channel.send(incoming.envelope().address(), Reply.of("And more."));
        });
    ann.says("hello");
    await().until(() -> inbox.pending().isEmpty() && events.contains("handled"));
    assertThat(events)
        .containsExactly("received 1", "sent", "answered after PT3S", "sent", "handled");
  }

  @Test
  void anUpdateThatComesAgainIsCountedOnce() {
    FakeUser ann = telegram.user("Ann");
    startCounted();
    int id = ann.says("hello");
    ann.sees("You said: hello");
    await().until(() -> events.contains("handled"));
    bot.close(Duration.ofSeconds(2));
    startCounted();
    telegram.deliverAs(id, ann, "hello");
    await().until(() -> events.contains("received 0"));
    assertThat(events).containsOnlyOnce("received 1", "handled");
  }

  @Test
  void faultsAreCountedByKind() {
    FakeUser ann = telegram.user("Ann");
    startCounted();
    listener.does(
        (incoming, channel) -> {
          if (((Incoming.Text) incoming).text().equals("fail")) {
            throw new IllegalStateException();
          }
          Listener.echo(incoming, channel);
        });
    ann.says("fail");
    await().until(() -> events.contains("not handled"));
    telegram
        .faults()
        .next("sendMessage", Fault.tooManyRequests(1), Fault.badGateway(), Fault.reset());
    ann.says("hello");
    ann.sees("You said: hello");
    await().until(() -> events.contains("handled"));
    assertThat(events)
        .containsSubsequence("failed TOO_FAST 429", "failed PASSING 502", "failed UNCLEAR 0")
        .containsOnlyOnce("sent", "handled", "not handled");
  }
}
