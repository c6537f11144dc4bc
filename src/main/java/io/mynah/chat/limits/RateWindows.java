package io.mynah.chat.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;

/**
 * Counts events for each key in fixed time windows; a window starts with the first event after the
 * previous window ended. Thread-safe.
 */
final class RateWindows<K> {
  private final Duration length;
  private final Clock clock;
  private final Cache<K, Window> windows;

  RateWindows(Duration length, Clock clock) {
    this.length = length;
    this.clock = clock;
    windows = Caffeine.newBuilder().expireAfterAccess(length.multipliedBy(2)).build();
  }

  /**
   * Counts one more event.
   *
   * @param most the limit of the window; 0 for no limit
   */
  Quotas.Verdict count(K who, int most) {
    return most <= 0
        ? Quotas.Verdict.ANSWER
        : windows
            .get(who, key -> new Window(clock.millis()))
            .count(clock.millis(), length.toMillis(), most);
  }

  /** The time until the key's window ends. */
  Duration left(K who) {
    Window window = windows.getIfPresent(who);
    return window == null ? Duration.ZERO : length.minusMillis(window.age(clock.millis()));
  }

  private static final class Window {
    private long begin;
    private int count;

    Window(long begin) {
      this.begin = begin;
    }

    synchronized Quotas.Verdict count(long now, long length, int most) {
      if (now - begin >= length || now < begin) {
        begin = now;
        count = 0;
      }
      count++;
      if (count <= most) {
        return Quotas.Verdict.ANSWER;
      }
      return count == most + 1 ? Quotas.Verdict.REFUSE : Quotas.Verdict.IGNORE;
    }

    synchronized long age(long now) {
      return Math.max(0, now - begin);
    }
  }
}
