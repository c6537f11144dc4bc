package io.mynah.app.benchmark;

import java.util.Arrays;

/** Measures the median time of repeated work. Thread-safe. */
public final class MedianTime {
  private MedianTime() {}

  /**
   * The median time of some rounds, in seconds.
   *
   * @param untimed warm-up rounds for the JIT compiler
   * @param timed measured rounds
   */
  public static double seconds(int untimed, int timed, Runnable round) {
    long[] nanos = new long[timed];
    for (int i = -untimed; i < timed; i++) {
      long start = System.nanoTime();
      round.run();
      nanos[Math.max(0, i)] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[timed / 2] / 1e9;
  }
}
