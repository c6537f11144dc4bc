package io.mynah.telegram.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.telegram.connection.TelegramConfig.Rates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Telegram's limits over long times, on a clock of the test's own. */
class FloodControlTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MINUTE = 60 * SECOND;

  /** The clock may run over, as that of a machine may. */
  private static final long BEGIN = Long.MAX_VALUE - 30 * SECOND;

  private long now = BEGIN;
  private final FloodControl flood = new FloodControl(Rates.USUAL, () -> now);

  @Test
  void aGroupGetsAtMostTwentyMessagesInAnyMinuteAndNotManyFewer() {
    List<Long> sent = new ArrayList<>();
    while (now - BEGIN < 10 * MINUTE) {
      sent.add(granted(-100));
    }
    assertThat(mostIn(sent, MINUTE)).isLessThanOrEqualTo(20);
    assertThat(sent).hasSizeGreaterThan(120);
  }

  @Test
  void aPrivateChatGetsAShortBurstAndThenOneMessageASecond() {
    List<Long> sent = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      sent.add(granted(100));
    }
    assertThat(sent.get(2)).isZero();
    assertThat(sent.get(59)).isBetween(57 * SECOND, 58 * SECOND);
  }

  @Test
  void allChatsTogetherGetAtMostThirtyMessagesInAnySecond() {
    List<Long> sent = new ArrayList<>();
    for (long chat = 1; sent.size() < 900; chat++) {
      sent.add(granted(chat));
    }
    assertThat(mostIn(sent, SECOND)).isLessThanOrEqualTo(30);
    assertThat(sent.get(899)).as("and not many fewer").isLessThan(36 * SECOND);
  }

  @Test
  void aChatThatWaitsTakesNothingFromTheOthers() {
    flood.pause(1, Duration.ofMinutes(5));
    for (int i = 0; i < 1000; i++) {
      assertThat(flood.tryAcquire(1)).isPositive();
    }
    assertThat(LongStream.rangeClosed(2, 6)).allMatch(chat -> flood.tryAcquire(chat) == 0);
  }

  @Test
  void aRestLastsAsLongAsAskedAndAShorterOneDoesNotEndIt() {
    flood.pause(1, Duration.ofSeconds(40));
    flood.pause(1, Duration.ofSeconds(2));
    assertThat(flood.tryAcquire(1)).isEqualTo(40 * SECOND);
    now += 40 * SECOND - 1;
    assertThat(flood.isPaused(1)).isTrue();
    now += 1;
    assertThat(flood.isPaused(1)).isFalse();
    assertThat(flood.tryAcquire(1)).isZero();
  }

  /** Lets time pass until a message to the chat is granted; returns how long after the start. */
  private long granted(long chat) {
    for (long wait = flood.tryAcquire(chat); wait > 0; wait = flood.tryAcquire(chat)) {
      now += wait;
    }
    return now - BEGIN;
  }

  private static int mostIn(List<Long> sent, long window) {
    int most = 0;
    int from = 0;
    for (int i = 0; i < sent.size(); i++) {
      while (sent.get(i) - sent.get(from) >= window) {
        from++;
      }
      most = Math.max(most, i - from + 1);
    }
    return most;
  }
}
