package io.mynah.chat.upload;

import io.mynah.chat.feature.Faults;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends uploads that waited for their senders too long, and deletes raw files that belong to none.
 * Thread-safe.
 */
final class UploadSweeper {
  private static final long SWEEP_SECONDS = 30;

  private final UploadShelf shelf;
  private final UploadGate gate;
  private final Faults faults;

  UploadSweeper(UploadShelf shelf, UploadGate gate, Faults faults) {
    this.shelf = shelf;
    this.gate = gate;
    this.faults = faults;
  }

  /** Sweeps now, and again and again in the background. */
  void start(ScheduledExecutorService background) {
    sweep();
    Future<?> unused =
        background.scheduleWithFixedDelay(
            this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  private void sweep() {
    try {
      shelf.all().stream()
          .filter(upload -> UploadState.of(upload).waits() && shelf.expired(upload))
          .forEach(upload -> gate.stop(upload, "upload.expired", Duration.ZERO));
      gate.keepOnly(shelf.tidy());
    } catch (RuntimeException e) {
      // A fault must not end the repetition.
      String unused = faults.log(e);
    }
  }
}
