package io.mynah.telegram;

import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/** Waits that end at once, with a fault, when the bot stops. Thread-safe. */
final class Patience {
  private final CountDownLatch end = new CountDownLatch(1);

  /**
   * @throws InterruptedIOException if the bot stops or the thread is interrupted
   */
  void sleep(long nanos) throws InterruptedIOException {
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
  void end() {
    end.countDown();
  }
}
