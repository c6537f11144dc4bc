package io.mynah.chat.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;

/** Counts what each does within some time, from the first on, then anew. Thread-safe. */
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
   * Counts one thing more.
   *
   * @param most that there may be; 0 is without limit
   */
  Quotas.Verdict count(K who, int most) {
    return most <= 0
        ? Quotas.Verdict.ANSWER
        : windows
            .get(who, key -> new Window(clock.millis()))
            .count(clock.millis(), length.toMillis(), most);
  }

  /** In how long it is counted anew. */
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
