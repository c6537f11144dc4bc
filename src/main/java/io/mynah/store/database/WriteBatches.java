package io.mynah.store.database;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;

/**
 * Writes much in many short transactions, and leaves others who write their turn in between: SQLite
 * lets one write at a time, and who waits for that is not in a queue but looks again now and then.
 * Whoever writes much takes turns with others who do, pauses included, so that half of the time is
 * free however many there are. For one thread.
 */
public final class WriteBatches {
  private static final long AIM_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A busy disk makes a commit take long; it is given time, but not without end. */
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final int FIRST_SIZE = 250;
  private static final int LARGEST = 20_000;

  /** A piece of the work. */
  @FunctionalInterface
  public interface Piece {
    /**
     * Does a piece, within a transaction.
     *
     * @param most rows of it
     * @return how many there were: fewer than {@code most} say that the work is done
     */
    int write(Handle handle, int most);
  }

  private final Lock turn;
  private final Handle handle;
  private int size = FIRST_SIZE;

  /**
   * Before the first piece.
   *
   * @param turn held while a piece is written and in the pause after it
   * @param handle not in a transaction
   */
  public WriteBatches(Lock turn, Handle handle) {
    this.turn = turn;
    this.handle = handle;
  }

  /** Does all pieces. */
  public void run(Piece piece) {
    int most = size;
    while (inTurn(piece, most) == most) {
      most = size;
    }
  }

  private int inTurn(Piece piece, int most) {
    turn.lock();
    try {
      return one(piece, most);
    } finally {
      turn.unlock();
    }
  }

  private int one(Piece piece, int most) {
    long[] begun = new long[1];
    int written =
        handle.inTransaction(
            h -> {
              lock(h);
              begun[0] = System.nanoTime();
              return piece.write(h, most);
            });
    long took = Math.max(1, System.nanoTime() - begun[0]);
    double factor = Math.max(0.5, Math.min(2, (double) AIM_NANOS / took));
    size = (int) Math.max(1, Math.min(LARGEST, most * factor));
    LockSupport.parkNanos(Math.min(took, LONGEST_PAUSE_NANOS));
    return written;
  }

  /**
   * Has a transaction write, whatever it writes, before it reads: one that has read may not write
   * once another has written.
   */
  public static void lock(Handle handle) {
    handle.execute("update counters set value = value where name is null");
  }
}
