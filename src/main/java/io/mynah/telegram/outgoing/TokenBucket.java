package io.mynah.telegram.outgoing;

/**
 * A token bucket, which limits both the burst and the rate per second. Times are those of {@link
 * System#nanoTime()}. Not thread-safe.
 */
final class TokenBucket {
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double capacity;
  private double tokens;
  private long at;

  TokenBucket(double perSecond, double capacity, long now) {
    this.perSecond = perSecond;
    this.capacity = Math.max(1, capacity);
    this.tokens = this.capacity;
    this.at = now;
  }

  /**
   * A bucket that allows at most {@code count} tokens in any window of time.
   *
   * @param part the burst is {@code count} divided by this
   */
  static TokenBucket atMost(int count, double part, double windowSeconds, long now) {
    double burst = Math.max(1, Math.floor(count / part));
    return new TokenBucket(Math.max(1, count - burst) / windowSeconds, burst, now);
  }

  /** Nanoseconds until a token is available, 0 if one is now. */
  long waitNanos(long now) {
    refill(now);
    return tokens >= 1 ? 0 : Math.max(1, (long) Math.ceil((1 - tokens) / perSecond * NANOS));
  }

  void take(long now) {
    refill(now);
    tokens -= 1;
  }

  private void refill(long now) {
    if (now - at > 0) {
      tokens = Math.min(capacity, tokens + (now - at) / NANOS * perSecond);
      at = now;
    }
    // Rounding leaves sums slightly below a whole token; that is not worth a wait.
    if (tokens > 1 - 1e-9 && tokens < 1) {
      tokens = 1;
    }
  }
}
