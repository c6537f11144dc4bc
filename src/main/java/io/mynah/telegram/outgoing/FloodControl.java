package io.mynah.telegram.outgoing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.telegram.connection.TelegramConfig.Rates;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps to Telegram's limits before Telegram has to: a bucket a chat, one more a group, and one for
 * all; and a chat that answered "too many requests" rests as long as it said. Nothing is reserved
 * ahead, so a chat that waits takes nothing from the others. Thread-safe.
 */
public final class FloodControl {
  private final Rates rates;
  private final LongSupplier nanoTime;
  private final Cache<Long, Limits> chats =
      Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(2)).build();
  private final TokenBucket everyone;

  public FloodControl(Rates rates, LongSupplier nanoTime) {
    this.rates = rates;
    this.nanoTime = nanoTime;
    // A small burst: what is sent evenly has more room within the limit.
    this.everyone = TokenBucket.atMost(rates.allPerSecond(), 6, 1, nanoTime.getAsLong());
  }

  /** Takes leave to send to a chat; 0 if granted, else nanoseconds until asking again pays. */
  synchronized long tryAcquire(long chat) {
    long now = nanoTime.getAsLong();
    Limits limits = limits(chat, now);
    long wait = Math.max(limits.waitNanos(now), everyone.waitNanos(now));
    if (wait == 0) {
      limits.take(now);
      everyone.take(now);
    }
    return wait;
  }

  /** Lets a chat rest: nothing is sent there until the time is over. */
  public synchronized void pause(long chat, Duration time) {
    long now = nanoTime.getAsLong();
    limits(chat, now).restUntil(now + time.toNanos());
  }

  /** Whether a chat rests. */
  public synchronized boolean isPaused(long chat) {
    long now = nanoTime.getAsLong();
    return limits(chat, now).restNanos(now) > 0;
  }

  private Limits limits(long chat, long now) {
    return chats.get(chat, id -> new Limits(rates, id < 0, now));
  }

  private static final class Limits {
    private final TokenBucket chat;
    private final @Nullable TokenBucket group;
    private long restUntil;

    Limits(Rates rates, boolean isGroup, long now) {
      chat = new TokenBucket(rates.chatPerSecond(), rates.chatBurst(), now);
      group = isGroup ? TokenBucket.atMost(rates.groupPerMinute(), 3, 60, now) : null;
      restUntil = now;
    }

    long waitNanos(long now) {
      long wait = Math.max(restNanos(now), chat.waitNanos(now));
      return group == null ? wait : Math.max(wait, group.waitNanos(now));
    }

    void take(long now) {
      chat.take(now);
      if (group != null) {
        group.take(now);
      }
    }

    void restUntil(long then) {
      if (then - restUntil > 0) {
        restUntil = then;
      }
    }

    long restNanos(long now) {
      return Math.max(0, restUntil - now);
    }
  }
}
