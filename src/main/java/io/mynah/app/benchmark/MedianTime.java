package io.mynah.app.benchmark;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Measures the median time of repeated work. Thread-safe. */
public final class MedianTime {
  private MedianTime() {}

  /**
   * The median time of some rounds, in seconds.
   *
   * @param untimed warm-up rounds for the JIT compiler
   * @param timed measured rounds
   */
  static double seconds(int untimed, int timed, Runnable round) {
    long[] nanos = new long[timed];
    for (int i = -untimed; i < timed; i++) {
      long start = System.nanoTime();
      round.run();
      nanos[Math.max(0, i)] = System.nanoTime() - start;
    }
    return median(nanos);
  }

  /**
   * The median time of as many rounds as fit into a time, one at least, in seconds.
   *
   * @param untimed warm-up rounds for the JIT compiler
   */
  static double seconds(int untimed, Duration time, Runnable round) {
    for (int i = 0; i < untimed; i++) {
      round.run();
    }
    LongStream.Builder nanos = LongStream.builder();
    long begin = System.nanoTime();
    long start = begin;
    do {
      round.run();
      long end = System.nanoTime();
      nanos.add(end - start);
      start = end;
    } while (start - begin < time.toNanos());
    return median(nanos.build().toArray());
  }

  private static double median(long[] nanos) {
    Arrays.sort(nanos);
    return nanos[nanos.length / 2] / 1e9;
  }
}
