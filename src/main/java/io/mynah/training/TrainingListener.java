package io.mynah.training;

import io.mynah.domain.Job;
import java.time.Duration;

/**
 * Is notified of every change of a job. Called on worker threads and on those that submit and
 * cancel; must return quickly.
 */
@FunctionalInterface
public interface TrainingListener {
  /** The job was queued, started, progressed, made a better model, or ended. */
  void changed(Job job);

  /**
   * A job ended. Of all processes that share the database, only the one that ended it is told.
   *
   * @param spent the working time in all its runs; zero if it was cancelled
   */
  default void ended(Job job, Duration spent) {}
}
