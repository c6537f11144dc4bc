package io.mynah.store.database;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;

/**
 * Splits a bulk write into short transactions with pauses, so that other writers get their turn.
 * SQLite allows one writer at a time, and waiting writers poll instead of queueing. Bulk writers of
 * a process take turns, pauses included, so half of the time stays free however many there are.
 * Where all can write at the same time, there are no pauses. For one thread.
 */
public final class WriteBatches {
  private static final long AIM_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A commit is slow on a busy disk: the pause grows with it up to this limit. */
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final int FIRST_SIZE = 250;
  private static final int LARGEST = 20_000;

  /** The work of one batch. */
  @FunctionalInterface
  public interface Piece {
    /**
     * Writes one batch, within a transaction.
     *
     * @param most the most rows to write
     * @return how many were written; fewer than {@code most} means that the work is done
     */
    int write(Handle handle, int most);
  }

  private final Lock bulkWriteLock;
  private final Dialect dialect;
  private final Handle handle;
  private int size = FIRST_SIZE;

  /**
   * Creates a writer; nothing is written yet.
   *
   * @param database whose bulk write lock is held while a batch is written and during the pause
   *     after it
   * @param handle not in a transaction
   */
  public WriteBatches(Database database, Handle handle) {
    bulkWriteLock = database.bulkWriteLock();
    dialect = database.dialect();
    this.handle = handle;
  }

  /** Writes all batches. */
  public void run(Piece piece) {
    int most = size;
    while (writeBatch(piece, most) == most) {
      most = size;
    }
  }

  private int writeBatch(Piece piece, int most) {
    bulkWriteLock.lock();
    try {
      return timedBatch(piece, most);
    } finally {
      bulkWriteLock.unlock();
    }
  }

  private int timedBatch(Piece piece, int most) {
    long[] begun = new long[1];
    int written =
        handle.inTransaction(
            h -> {
              dialect.beginWrite(h);
              begun[0] = System.nanoTime();
              return piece.write(h, most);
            });
    long took = Math.max(1, System.nanoTime() - begun[0]);
    double factor = Math.max(0.5, Math.min(2, (double) AIM_NANOS / took));
    size = (int) Math.max(1, Math.min(LARGEST, most * factor));
    if (!dialect.isShared(handle)) {
      LockSupport.parkNanos(Math.min(took, LONGEST_PAUSE_NANOS));
    }
    return written;
  }
}
