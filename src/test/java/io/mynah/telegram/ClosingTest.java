package io.mynah.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.mynah.chat.FileOffer;
import io.mynah.chat.Incoming;
import io.mynah.chat.PlainTarget;
import io.mynah.chat.Reply;
import io.mynah.telegram.fake.FakeFile;
import io.mynah.telegram.fake.FakeUser;
import io.mynah.telegram.fake.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever the bot is at when it is told to end, it ends soon and leaves nothing behind. */
class ClosingTest extends BotOnFakeServer {
  /** Far below the 10 seconds that are allowed, far above what a busy machine needs. */
  private static final Duration AT_ONCE = Duration.ofSeconds(4);

  @Test
  void aBotThatWaitsForUpdatesEndsAtOnce() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    FakeUser ann = telegram.user("Ann");
    start(config().withPoll(Duration.ofSeconds(50)));
    ann.says("hello");
    ann.sees("You said: hello");
    await().until(() -> inbox.pending().isEmpty());
    assertThat(threadsSince(before))
        .as("threads that would keep the process")
        .allMatch(Thread::isDaemon);

    assertThat(closing(() -> bot.close())).isLessThan(AT_ONCE);

    assertThat(bot.ended().get(1, TimeUnit.SECONDS)).isEqualTo(TelegramBot.End.CLOSED);
    await()
        .untilAsserted(
            () ->
                assertThat(threadsSince(before))
                    .filteredOn(thread -> thread.getName().startsWith("telegram-"))
                    .filteredOn(thread -> !thread.getName().contains("http"))
                    .isEmpty());
    int polls = telegram.calls("getUpdates").size();
    ann.says("nobody listens");
    await()
        .during(Duration.ofMillis(300))
        .until(() -> telegram.calls("getUpdates").size() == polls);
  }

  @Test
  void aCleanStopLogsNoErrorAndNoStackTrace() {
    FakeUser ann = telegram.user("Ann");
    start(config().withPoll(Duration.ofSeconds(50)));
    ann.says("hello");
    ann.sees("You said: hello");
    await().until(() -> inbox.pending().isEmpty());
    telegram.awaitCalls("getUpdates", calls -> calls.size() >= 2);

    bot.close();

    assertThat(loud()).isEmpty();
  }

  @Test
  void aStopWhileTheNetworkIsAwayLogsNoInterruption() {
    start();
    telegram.awaitCalls("getUpdates", calls -> !calls.isEmpty());
    telegram.goOffline();
    awaitWarning("Telegram cannot be reached");

    bot.close();

    assertThat(loud()).noneMatch(line -> line.contains("InterruptedException"));
    telegram.goOnline();
  }

  /** What every log would show that shows warnings: from any logger, with its stack trace. */
  private List<String> loud() {
    return log.lines().stream()
        .filter(line -> line.level().isGreaterOrEqual(Level.WARN))
        .map(line -> line.logger() + ": " + line.text())
        .toList();
  }

  @Test
  void aBotThatNeverReachedTheNetworkEndsAtOnce() {
    telegram.goOffline();
    start();
    awaitWarning("Telegram cannot be reached");
    assertThat(closing(() -> bot.close())).isLessThan(AT_ONCE);
    telegram.goOnline();
  }

  @Test
  void aBotWhoseServerIsSilentEndsAtOnce() {
    telegram.faults().always("getMe", Fault.stall());
    start();
    telegram.awaitCalls("getMe", calls -> !calls.isEmpty());
    assertThat(closing(() -> bot.close())).isLessThan(AT_ONCE);
  }

  @Test
  void aBotThatWasNeverStartedEndsAndOneThatEndedEndsAgain() {
    TelegramBot idle = new TelegramBot(config(), List.of(), inbox, clock, () -> {});
    assertThat(closing(idle::close)).isLessThan(AT_ONCE);
    assertThat(closing(idle::close)).isLessThan(AT_ONCE);
    assertThat(idle.ended()).isDone();
  }

  @Test
  void aMessageThatMayNotBeSentYetDoesNotHoldUpTheEnd() throws Exception {
    FakeUser ann = telegram.user("Ann");
    start();
    telegram.faults().always("sendMessage", Fault.tooManyRequests(60));
    ann.says("hello");
    telegram.awaitCalls("sendMessage", calls -> !calls.isEmpty());
    CompletableFuture<Void> outside =
        CompletableFuture.runAsync(
            () -> {
              try {
                channel().send(address(ann.chat()), Reply.of("from a thread of somebody else"));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });

    assertThat(closing(() -> bot.close(Duration.ofSeconds(3)))).isLessThan(Duration.ofSeconds(5));

    assertThatThrownBy(() -> outside.get(2, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
    assertThat(inbox.pending()).as("answered after the next start").hasSize(1);
    telegram.faults().heal();
    start();
    ann.sees("You said: hello");
  }

  @Test
  void aDownloadThatStandsStillDoesNotHoldUpTheEnd() {
    FakeUser ann = telegram.user("Ann");
    telegram.faults().always("download", Fault.stall());
    start()
        .does(
            (incoming, channel) -> {
              FileOffer offer = ((Incoming.File) incoming).file();
              channel.fetch(offer, new PlainTarget(folder.resolve("upload")), bytes -> true);
            });
    ann.sends(FakeFile.of("result.json", new byte[100_000]));
    telegram.awaitCalls("download", calls -> !calls.isEmpty());
    assertThat(closing(() -> bot.close(Duration.ofSeconds(2)))).isLessThan(Duration.ofSeconds(4));
    await().untilAsserted(() -> assertThat(folder.resolve("upload")).doesNotExist());
    assertThat(inbox.pending()).hasSize(1);
  }

  @Test
  void anAnswerThatIsBeingMadeIsFinished() {
    FakeUser ann = telegram.user("Ann");
    CountDownLatch asked = new CountDownLatch(1);
    start()
        .does(
            (incoming, channel) -> {
              asked.countDown();
              Thread.sleep(500);
              Listener.echo(incoming, channel);
            });
    ann.says("hello");
    await().until(() -> asked.getCount() == 0);
    bot.close();
    assertThat(ann.texts()).containsExactly("You said: hello");
    assertThat(inbox.pending()).isEmpty();
  }

  @Test
  void anAnswerThatDoesNotEndIsLeftForTheNextStart() throws Exception {
    FakeUser ann = telegram.user("Ann");
    CountDownLatch deaf = new CountDownLatch(1);
    start()
        .does(
            (incoming, channel) -> {
              while (deaf.getCount() > 0) {
                try {
                  deaf.await();
                } catch (InterruptedException e) {
                  Thread.onSpinWait();
                }
              }
              throw new IllegalStateException("too late");
            });
    ann.says("hello");
    await().until(() -> listener.heard().size() == 1);
    assertThat(closing(() -> bot.close(Duration.ofSeconds(1)))).isLessThan(Duration.ofSeconds(3));
    deaf.countDown();
    await().until(() -> log.lines().stream().anyMatch(l -> l.text().contains("was interrupted")));

    start();
    ann.sees("You said: hello");
  }

  private static Duration closing(Runnable close) {
    long start = System.nanoTime();
    close.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Set<Thread> threadsSince(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread) && thread.isAlive())
        // Those of the fake server and of the test are no part of the bot.
        .filter(thread -> !thread.getName().startsWith("HTTP-Dispatcher"))
        .filter(thread -> !thread.getName().startsWith("awaitility"))
        .collect(Collectors.toSet());
  }
}
