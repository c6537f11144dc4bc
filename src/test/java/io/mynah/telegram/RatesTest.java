package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.chat.Reply;
import io.mynah.domain.Address;
import io.mynah.telegram.connection.TelegramConfig.Rates;
import io.mynah.telegram.fake.Call;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Telegram's limits as the server sees them kept, and who waits for them. */
class RatesTest extends BotOnFakeServer {
  private static final long SECOND = 1_000_000_000L;

  /** A pause of the machine between leave and sending pushes messages together. */
  private static final int JITTER = 8;

  @Test
  void theServerSeesTheUsualLimitsKeptHoweverMuchIsToBeSaid() throws Exception {
    long group = telegram.group("Friends");
    List<Long> chats = new ArrayList<>(List.of(group));
    for (int i = 0; i < 20; i++) {
      chats.add(telegram.user("Person " + i).chat());
    }
    start(config().withRates(Rates.USUAL));
    ExecutorService senders = Executors.newCachedThreadPool();
    try {
      List<CompletableFuture<Void>> sent =
          chats.stream()
              .map(chat -> CompletableFuture.runAsync(() -> say(address(chat), 7), senders))
              .toList();
      CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    } finally {
      senders.shutdownNow();
    }

    List<Call> calls = telegram.calls("sendMessage");
    assertThat(calls).hasSize(7 * chats.size());
    assertThat(mostWithin(calls, SECOND)).as("all together").isLessThanOrEqualTo(30 + JITTER);
    for (long chat : chats) {
      List<Call> own = of(calls, chat);
      assertThat(mostWithin(own, SECOND)).as("a burst").isLessThanOrEqualTo(3 + 1);
      // Three at once, and one a second from then on.
      double seconds = (own.get(6).nanos() - own.get(0).nanos()) / 1e9;
      assertThat(seconds).as("time of seven").isGreaterThan(3.8);
    }
    assertThat(calls.get(calls.size() - 1).nanos() - calls.get(0).nanos())
        .as("no slower than needs be: 147 messages at 25 a second")
        .isLessThan(12 * SECOND);
  }

  @Test
  void chatsThatHaveToRestHoldUpNobodyElse() throws Exception {
    List<FakeUser> resting = new ArrayList<>();
    start(config().withThreads(2));
    for (int i = 0; i < 6; i++) {
      resting.add(telegram.user("Person " + i));
      telegram.faults().next("sendMessage", Fault.tooManyRequests(4));
    }
    resting.forEach(person -> person.says("hello"));
    telegram.awaitCalls("sendMessage", calls -> calls.size() == resting.size());

    FakeUser ben = telegram.user("Ben");
    ben.says("hello");
    ben.sees("You said: hello");
    assertThat(resting).allMatch(person -> person.texts().isEmpty());
    resting.forEach(person -> person.sees("You said: hello"));
  }

  private void say(Address to, int count) {
    try {
      for (int i = 0; i < count; i++) {
        channel().send(to, Reply.of("message " + i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Call> of(List<Call> calls, long chat) {
    return calls.stream()
        .filter(call -> call.argument("chat_id").equals(Long.toString(chat)))
        .toList();
  }

  /** The most calls in any window of time. */
  private static int mostWithin(List<Call> calls, long window) {
    List<Long> times = Stream.of(calls).flatMap(List::stream).map(Call::nanos).sorted().toList();
    int most = 0;
    int from = 0;
    for (int i = 0; i < times.size(); i++) {
      while (times.get(i) - times.get(from) >= window) {
        from++;
      }
      most = Math.max(most, i - from + 1);
    }
    return most;
  }
}
