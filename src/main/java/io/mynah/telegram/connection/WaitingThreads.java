package io.mynah.telegram.connection;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A thread pool that replaces threads while they wait for Telegram's limits, so that paused chats
 * do not block others.
 */
public final class WaitingThreads {
  /** The most threads that may wait at once; beyond that others are blocked. */
  private static final int MOST = 256;

  private static final long KEEP_ALIVE_SECONDS = 10;

  private WaitingThreads() {}

  /**
   * Creates a pool that runs this many tasks at once, besides those that wait, the oldest first.
   * Its threads do not keep the process alive.
   */
  public static ForkJoinPool pool(int threads, String name) {
    return new ForkJoinPool(
        threads,
        pool -> {
          ForkJoinWorkerThread thread =
              ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
          thread.setName(name + "-" + thread.getPoolIndex());
          return thread;
        },
        null,
        true,
        threads,
        Math.max(MOST, threads),
        threads,
        pool -> true,
        KEEP_ALIVE_SECONDS,
        TimeUnit.SECONDS);
  }

  /** Waits for a latch. Returns whether it opened in time. */
  static boolean await(CountDownLatch latch, long nanos) throws InterruptedException {
    Wait wait = new Wait(latch, System.nanoTime() + nanos);
    ForkJoinPool.managedBlock(wait);
    return wait.opened;
  }

  /** Waits for a lock and takes it. */
  public static void lock(ReentrantLock lock) {
    boolean interrupted = false;
    Locking locking = new Locking(lock);
    while (!locking.held) {
      try {
        ForkJoinPool.managedBlock(locking);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Wait implements ForkJoinPool.ManagedBlocker {
    private final CountDownLatch latch;
    private final long end;
    private boolean opened;

    Wait(CountDownLatch latch, long end) {
      this.latch = latch;
      this.end = end;
    }

    @Override
    public boolean block() throws InterruptedException {
      opened = latch.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      return true;
    }

    @Override
    public boolean isReleasable() {
      opened = latch.getCount() == 0;
      return opened || end - System.nanoTime() <= 0;
    }
  }

  private static final class Locking implements ForkJoinPool.ManagedBlocker {
    private final ReentrantLock lock;
    private boolean held;

    Locking(ReentrantLock lock) {
      this.lock = lock;
    }

    @Override
    public boolean block() {
      lock.lock();
      held = true;
      return true;
    }

    @Override
    public boolean isReleasable() {
      held = held || lock.tryLock();
      return held;
    }
  }
}
