package io.mynah.telegram.outgoing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.telegram.connection.TelegramConfig.Rates;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the sending rate to Telegram's limits: one bucket for each chat, another for each group,
 * and one for all chats. A chat with "too many requests" is paused as long as the server asked.
 * Nothing is reserved ahead, so a waiting chat takes nothing from the others. Thread-safe.
 */
public final class FloodControl {
  private final Rates rates;
  private final LongSupplier nanoTime;
  private final Cache<Long, Limits> chats =
      Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(2)).build();
  private final TokenBucket allChats;

  public FloodControl(Rates rates, LongSupplier nanoTime) {
    this.rates = rates;
    this.nanoTime = nanoTime;
    // A small burst, since even sending allows more within the limit.
    this.allChats = TokenBucket.atMost(rates.allPerSecond(), 6, 1, nanoTime.getAsLong());
  }

  /**
   * Acquires a permit to send to a chat. Returns 0 if granted, else nanoseconds until a permit is
   * possible.
   */
  synchronized long tryAcquire(long chat) {
    long now = nanoTime.getAsLong();
    Limits limits = limits(chat, now);
    long wait = Math.max(limits.waitNanos(now), allChats.waitNanos(now));
    if (wait == 0) {
      limits.take(now);
      allChats.take(now);
    }
    return wait;
  }

  /** Pauses a chat: nothing is sent there until the time is over. */
  public synchronized void pause(long chat, Duration time) {
    long now = nanoTime.getAsLong();
    limits(chat, now).pausedUntil(now + time.toNanos());
  }

  /** Whether a chat is paused. */
  public synchronized boolean isPaused(long chat) {
    long now = nanoTime.getAsLong();
    return limits(chat, now).pauseNanos(now) > 0;
  }

  private Limits limits(long chat, long now) {
    return chats.get(chat, id -> new Limits(rates, id < 0, now));
  }

  private static final class Limits {
    private final TokenBucket chat;
    private final @Nullable TokenBucket group;
    private long pausedUntil;

    Limits(Rates rates, boolean isGroup, long now) {
      chat = new TokenBucket(rates.chatPerSecond(), rates.chatBurst(), now);
      group = isGroup ? TokenBucket.atMost(rates.groupPerMinute(), 3, 60, now) : null;
      pausedUntil = now;
    }

    long waitNanos(long now) {
      long wait = Math.max(pauseNanos(now), chat.waitNanos(now));
      return group == null ? wait : Math.max(wait, group.waitNanos(now));
    }

    void take(long now) {
      chat.take(now);
      if (group != null) {
        group.take(now);
      }
    }

    void pausedUntil(long then) {
      if (then - pausedUntil > 0) {
        pausedUntil = then;
      }
    }

    long pauseNanos(long now) {
      return Math.max(0, pausedUntil - now);
    }
  }
}
