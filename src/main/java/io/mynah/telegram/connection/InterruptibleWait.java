package io.mynah.telegram.connection;

import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/** Sleeps that end at once with an exception when the bot stops. Thread-safe. */
public final class InterruptibleWait {
  private final CountDownLatch end = new CountDownLatch(1);

  /**
   * Waits.
   *
   * @throws InterruptedIOException if the bot stops or the thread is interrupted
   */
  public void sleep(long nanos) throws InterruptedIOException {
    try {
      if (WaitingThreads.await(end, nanos)) {
        throw new InterruptedIOException("The bot is stopping.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The bot is stopping.");
    }
  }

  /** Ends all waits, now and later. */
  public void end() {
    end.countDown();
  }
}
