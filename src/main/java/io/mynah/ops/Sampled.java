package io.mynah.ops;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is read again when somebody asks and it is older than a few seconds. Whoever asks
 * waits for the reading for a moment only. Thread-safe.
 */
final class Sampled<T> {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final Supplier<T> source;
  private final Executor readers;
  private @Nullable CompletableFuture<T> reading;
  private long begunAt;
  private boolean awaited;

  /**
   * @param source reads the value
   * @param readers run the source
   */
  Sampled(Supplier<T> source, Executor readers) {
    this.source = source;
    this.readers = readers;
  }

  /** The value; empty if it cannot be read now. */
  Optional<T> get() {
    CompletableFuture<T> current;
    boolean first;
    synchronized (this) {
      if (reading == null || (reading.isDone() && isOld())) {
        begunAt = System.nanoTime();
        awaited = false;
        reading = CompletableFuture.supplyAsync(source, readers);
      }
      current = reading;
      first = !awaited;
    }
    try {
      return Optional.of(current.get(first ? LONGEST_WAIT.toMillis() : 0, TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      waitedFor(current);
    }
  }

  private boolean isOld() {
    return System.nanoTime() - begunAt > FRESH.toNanos();
  }

  private synchronized void waitedFor(CompletableFuture<T> read) {
    awaited |= reading == read;
  }
}
