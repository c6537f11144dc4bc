package io.mynah.app.benchmark;

import java.util.Arrays;

/** Times work for benchmarks. Thread-safe. */
public final class MedianTime {
  private MedianTime() {}

  /**
   * The median time of some rounds, in seconds.
   *
   * @param untimed rounds before, in which the JIT compiler is at work
   * @param timed rounds that count
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
