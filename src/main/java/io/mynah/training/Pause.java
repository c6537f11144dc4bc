package io.mynah.training;

import java.util.concurrent.TimeUnit;

/** The wait before something is tried again. */
final class Pause {
  private static final int MILLIS = 500;

  private Pause() {}

  /** Waits half a second, or until the thread is interrupted, which stays so. */
  static void halfASecond() {
    try {
      TimeUnit.MILLISECONDS.sleep(MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
