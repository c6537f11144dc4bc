package io.mynah.chat.upload;

import io.mynah.chat.Channel;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.RepeatedWork;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Ends uploads that waited for their senders too long, and deletes raw files that belong to none.
 * Thread-safe.
 */
final class UploadExpiry {
  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(30);

  private final Channel channel;
  private final UploadRepository repository;
  private final UploadLocks locks;
  private final FaultLog faults;

  UploadExpiry(Channel channel, UploadRepository repository, UploadLocks locks, FaultLog faults) {
    this.channel = channel;
    this.repository = repository;
    this.locks = locks;
    this.faults = faults;
  }

  /** Sweeps now, and again and again in the background. */
  void start(ScheduledExecutorService background) {
    new RepeatedWork(background, faults).runAndStart(BETWEEN_SWEEPS, this::sweep);
  }

  private void sweep() {
    // A fault must neither end the repetition nor keep others from being swept.
    boolean unusedSweep = faults.attempt(() -> repository.all().forEach(this::sweep));
    boolean unusedTidying = faults.attempt(() -> locks.keepOnly(repository.tidy()));
  }

  private void sweep(Upload upload) {
    boolean unused =
        faults.attempt(
            () -> {
              if (!channel.isElsewhere(upload.address())
                  && upload.state().waits()
                  && repository.expired(upload)) {
                locks.stop(upload, "upload.expired", Duration.ZERO);
              }
            });
  }
}
