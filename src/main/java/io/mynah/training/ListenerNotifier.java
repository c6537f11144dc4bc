package io.mynah.training;

import io.mynah.domain.Job;
import io.mynah.logging.LogContext;
import java.io.IOError;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the listener and logs its exceptions, which must not end a training. Thread-safe. */
final class ListenerNotifier {
  private static final Logger log = LoggerFactory.getLogger(ListenerNotifier.class);

  private final TrainingListener listener;

  ListenerNotifier(TrainingListener listener) {
    this.listener = listener;
  }

  void changed(Job job) {
    tell(job, () -> listener.changed(job));
  }

  void ended(Job job, Duration spent) {
    tell(job, () -> listener.ended(job, spent));
  }

  private static void tell(Job job, Runnable call) {
    LogContext.with(
        LogContext.JOB,
        job.id().value(),
        () -> {
          try {
            call.run();
          } catch (RuntimeException | IOError fault) {
            log.error("listener of job {}", job.id().value(), fault);
          }
        });
  }
}
