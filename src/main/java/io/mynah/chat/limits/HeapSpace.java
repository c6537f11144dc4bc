package io.mynah.chat.limits;

import java.time.Duration;

/** The heap that everything is done in. Thread-safe. */
final class HeapSpace {
  /** Collecting garbage stops everything for a moment, so it is not done whenever someone asks. */
  private static final Duration BETWEEN_COLLECTIONS = Duration.ofSeconds(10);

  private final long reserve;
  private long collectedAt;
  private boolean collected;

  /**
   * @param reserve bytes that are left free by what can wait
   */
  HeapSpace(long reserve) {
    this.reserve = reserve;
  }

  /** Whether something new may be begun. */
  boolean hasRoom() {
    if (free() >= reserve) {
      return true;
    }
    collectGarbage();
    return free() >= reserve;
  }

  private synchronized void collectGarbage() {
    long now = System.nanoTime();
    if (!collected || now - collectedAt >= BETWEEN_COLLECTIONS.toNanos()) {
      System.gc();
      collected = true;
      collectedAt = now;
    }
  }

  private static long free() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
  }
}
