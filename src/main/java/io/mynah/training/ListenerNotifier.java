package io.mynah.training;

import io.mynah.domain.Job;
import java.io.IOError;
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
    try {
      listener.changed(job);
    } catch (RuntimeException | IOError fault) {
      log.error("listener of job {}", job.id().value(), fault);
    }
  }
}
