package io.mynah.chat.limits;

import java.time.Duration;

/** Checks the free memory of the Java heap. Thread-safe. */
final class HeapSpace {
  /** Collecting garbage pauses the program, so it is not done for every check. */
  private static final Duration BETWEEN_COLLECTIONS = Duration.ofSeconds(10);

  private final long reserve;
  private long collectedAt;
  private boolean collected;

  /**
   * @param reserve bytes that must stay free before anything new begins
   */
  HeapSpace(long reserve) {
    this.reserve = reserve;
  }

  /** Whether there is room to begin something new. */
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
