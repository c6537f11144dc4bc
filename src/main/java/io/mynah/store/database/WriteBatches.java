package io.mynah.store.database;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;

/**
 * Splits a bulk write into short transactions with pauses, so that other writers get their turn.
 * SQLite allows one writer at a time, and waiting writers poll instead of queueing. Bulk writers of
 * a process take turns, pauses included, so half of the time stays free however many there are.
 * Where all can write at the same time, there are neither turns nor pauses. For one thread.
 */
public final class WriteBatches {
  private static final long AIM_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A commit is slow on a busy disk: the pause grows with it up to this limit. */
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final int FIRST_SIZE = 250;
  private static final int LARGEST = 20_000;

  /** The smallest batch where nobody waits for its end: it may have waited for others itself. */
  private static final int SMALLEST_SHARED = 1_000;

  /** The work of one batch. */
  @FunctionalInterface
  public interface Piece {
    /**
     * Writes one batch, within a transaction. If that is undone because of other transactions, the
     * same batch is written again.
     *
     * @param from where the batch begins, such as an id
     * @param most the most rows to write
     * @return where the next batch begins; empty if nothing is left
     */
    OptionalLong write(Handle handle, long from, int most);
  }

  /** A batch that was written. */
  private record Written(OptionalLong next, long nanos) {}

  private final Lock bulkWriteLock;
  private final Dialect dialect;
  private final Handle handle;
  private int size = FIRST_SIZE;

  /**
   * Creates a writer; nothing is written yet.
   *
   * @param database whose bulk write lock is held while a batch is written and during the pause
   *     after it, where one transaction writes at a time
   * @param handle of {@link Dialect#jdbi}, in no transaction
   */
  public WriteBatches(Database database, Handle handle) {
    bulkWriteLock = database.bulkWriteLock();
    dialect = database.dialect();
    this.handle = handle;
  }

  /**
   * Writes all batches.
   *
   * @param first where the first one begins
   */
  public void run(long first, Piece piece) {
    OptionalLong next = OptionalLong.of(first);
    while (next.isPresent()) {
      next =
          dialect.isShared(handle)
              ? batch(piece, next.getAsLong(), SMALLEST_SHARED).next()
              : batchInTurn(piece, next.getAsLong());
    }
  }

  /** Where a batch begins that follows another. */
  public static OptionalLong after(OptionalLong last) {
    return last.isPresent() ? OptionalLong.of(last.getAsLong() + 1) : last;
  }

  private OptionalLong batchInTurn(Piece piece, long from) {
    bulkWriteLock.lock();
    try {
      Written written = batch(piece, from, 1);
      LockSupport.parkNanos(Math.min(written.nanos(), LONGEST_PAUSE_NANOS));
      return written.next();
    } finally {
      bulkWriteLock.unlock();
    }
  }

  private Written batch(Piece piece, long from, int smallest) {
    int most = size;
    long[] begun = new long[1];
    OptionalLong next =
        handle.inTransaction(
            h -> {
              dialect.beginWrite(h);
              begun[0] = System.nanoTime();
              return piece.write(h, from, most);
            });
    long took = Math.max(1, System.nanoTime() - begun[0]);
    double factor = Math.max(0.5, Math.min(2, (double) AIM_NANOS / took));
    size = (int) Math.max(smallest, Math.min(LARGEST, most * factor));
    return new Written(next, took);
  }
}
