package io.mynah.ops;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Checks that enough of the Java heap is free. What is free is only known after garbage was
 * collected, so the most that was free in the last minute counts. For one thread.
 */
public final class HeapCheck implements Check.Condition {
  /** How many values are kept: those of a minute. */
  private static final int KEPT = (int) (60 / Health.Pace.USUAL.interval().toSeconds());

  private final LongSupplier free;
  private final long reserve;
  private final Deque<Long> latest = new ArrayDeque<>();

  /**
   * @param free bytes of the heap that are not in use, garbage counting as in use
   * @param reserve bytes that must be free
   */
  HeapCheck(LongSupplier free, long reserve) {
    this.free = free;
    this.reserve = reserve;
  }

  /** A check of this process's heap. */
  public static HeapCheck of(long reserve) {
    Runtime runtime = Runtime.getRuntime();
    return new HeapCheck(
        () -> runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory()), reserve);
  }

  @Override
  public Optional<String> problem() {
    latest.add(free.getAsLong());
    if (latest.size() > KEPT) {
      latest.remove();
    }
    long most = latest.stream().mapToLong(Long::longValue).max().orElse(0);
    return latest.size() < KEPT || most >= reserve
        ? Optional.empty()
        : Optional.of(
            "less than %d MB of the heap were free for a minute".formatted(reserve >> 20));
  }
}
