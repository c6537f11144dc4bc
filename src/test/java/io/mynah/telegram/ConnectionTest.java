package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.mynah.chat.Incoming;
import io.mynah.store.TestSqlite;
import io.mynah.store.database.Database;
import io.mynah.store.inbox.Inbox;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import io.mynah.vault.TestKeys;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ConnectionTest extends BotOnFakeServer {
  @Test
  void aNetworkThatIsDownAtTheStartIsWaitedFor() throws Exception {
    FakeUser ann = telegram.user("Ann");
    telegram.goOffline();
    start();
    awaitWarning("Telegram cannot be reached");
    assertThat(bot.connected()).isNotDone();

    telegram.goOnline();

    assertThat(bot.connected().get(5, TimeUnit.SECONDS)).isEqualTo(telegram.botName());
    ann.says("hello");
    ann.sees("You said: hello");
    assertThat(bot.ended()).isNotDone();
  }

  @Test
  void registeringThatFailsIsTriedAgain() {
    FakeUser ann = telegram.user("Ann");
    telegram
        .faults()
        .next(
            "deleteWebhook",
            Fault.badGateway(),
            Fault.reset(),
            Fault.internalError(),
            Fault.cutOff(),
            new Fault.Refusal(409, "Conflict", 0));
    start();
    ann.says("hello");
    ann.sees("You said: hello");
    assertThat(telegram.calls("deleteWebhook")).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void anOutageInTheMiddleOfAPollIsOvercome() {
    FakeUser ann = telegram.user("Ann");
    start();
    ann.says("before");
    ann.sees("You said: before");
    // Not in the middle of an answer to a message, which would be sent again.
    await().until(() -> inbox.pending().isEmpty());

    telegram.goOffline();
    awaitWarning("Telegram cannot be reached");
    ann.says("during");
    telegram.goOnline();

    ann.sees("You said: during");
    await()
        .untilAsserted(() -> assertThat(log.said(Level.INFO)).contains("Telegram answers again."));
    assertThat(ann.texts()).containsExactly("You said: before", "You said: during");
  }

  @Test
  void faultsOfTheServerInAPollAreOvercome() {
    FakeUser ann = telegram.user("Ann");
    telegram
        .faults()
        .next(
            "getUpdates",
            Fault.badGateway(),
            Fault.reset(),
            Fault.internalError(),
            new Fault.Page(200),
            new Fault.Page(404),
            new Fault.Page(401),
            Fault.reset());
    ann.says("first");
    start();
    ann.sees("You said: first");
    telegram.faults().next("getUpdates", Fault.cutOff(), Fault.badGateway());
    ann.says("second");
    ann.sees("You said: second");
    ann.says("third");
    ann.sees("You said: third");
    assertThat(ann.texts())
        .containsExactly("You said: first", "You said: second", "You said: third");
    awaitWarning("HTTP 502");
  }

  @Test
  void aPollThatComesTooSoonIsRepeatedOnlyAfterTheTimeThatTelegramAsksFor() {
    telegram.faults().next("getUpdates", Fault.tooManyRequests(1));
    start();
    var calls = telegram.awaitCalls("getUpdates", polls -> polls.size() >= 2);
    assertThat(millisBetween(calls.get(0), calls.get(1))).isGreaterThanOrEqualTo(1000);
  }

  @Test
  void aSecondInstanceIsNamedAndWaitedOut() throws Exception {
    FakeUser ann = telegram.user("Ann");
    start();
    TelegramBot first = bot;
    ann.says("one");
    ann.sees("You said: one");
    try (Database other = TestSqlite.open(folder.resolve("other.db"), TestKeys.MASTER)) {
      start(config(), List.of(), new Inbox(other, clock));
      awaitWarning("Another instance polls with this bot's token");
      bot.close(Duration.ofSeconds(2));
    }

    ann.says("two");
    ann.sees("You said: two");
    assertThat(first.ended()).isNotDone();
    assertThat(warnings("Another instance")).as("once a minute at most, for each").isLessThan(3);
  }

  @Test
  void pollsThatAreRefusedBackOff() {
    FakeUser ann = telegram.user("Ann");
    telegram.faults().always("getUpdates", new Fault.Refusal(409, "Conflict", 0));
    start();
    var calls = telegram.awaitCalls("getUpdates", polls -> polls.size() >= 8);
    // Waits double from 20 ms to 200 ms, each shortened or lengthened by chance by up to a quarter.
    assertThat(millisBetween(calls.get(0), calls.get(7))).isGreaterThan(600);

    telegram.faults().heal();
    ann.says("hello");
    ann.sees("You said: hello");
    assertThat(warnings("Another instance")).isEqualTo(1);
  }

  @Test
  void aWrongTokenEndsTheBotWithTheReason() throws Exception {
    telegram.faults().always("getMe", Fault.unauthorized());
    start();
    assertThat(bot.ended().get(5, TimeUnit.SECONDS)).isEqualTo(TelegramBot.End.TOKEN_REFUSED);
    assertThat(bot.connected()).isNotDone();
    assertThat(log.said(Level.ERROR)).anyMatch(line -> line.contains("@BotFather"));
    assertThat(telegram.calls("getMe")).as("asked once").hasSize(1);
  }

  @Test
  void aTokenThatIsTakenBackLaterEndsTheBotToo() throws Exception {
    FakeUser ann = telegram.user("Ann");
    start();
    ann.says("one");
    ann.sees("You said: one");
    telegram.faults().always("*", Fault.unauthorized());
    ann.says("two");
    assertThat(bot.ended().get(5, TimeUnit.SECONDS)).isEqualTo(TelegramBot.End.TOKEN_REFUSED);
  }

  @Test
  void whateverTheConversationThrowsPollingGoesOn() {
    FakeUser ann = telegram.user("Ann");
    FakeUser ben = telegram.user("Ben");
    start()
        .does(
            (incoming, channel) -> {
              switch (((Incoming.Text) incoming).text()) {
                case "exception" -> throw new IllegalStateException("the words of a chat");
                case "error" -> throw new StackOverflowError("the words of a chat");
                default -> Listener.echo(incoming, channel);
              }
            });
    ann.says("exception");
    ann.says("error");
    ann.says("same chat");
    ann.sees("You said: same chat");
    ben.says("other chat");
    ben.sees("You said: other chat");

    await().until(() -> inbox.pending().isEmpty());
    assertThat(warnings("was not handled")).isEqualTo(2);
    assertThat(log.said(Level.TRACE)).noneMatch(line -> line.contains("the words of a chat"));
    assertThat(bot.lastSuccessfulPoll()).isPresent();
  }

  @RepeatedTest(5)
  void anInterruptOfThePollingThreadLosesNothing() {
    FakeUser ann = telegram.user("Ann");
    start();
    ann.says("one");
    ann.sees("You said: one");
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("telegram-poll-"))
        .forEach(Thread::interrupt);
    ann.says("two");
    ann.sees("You said: two");
  }
}
