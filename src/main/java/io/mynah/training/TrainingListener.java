package io.mynah.training;

import io.mynah.domain.Job;

/**
 * Is notified of every change of a job. Called on worker threads and on those that submit and
 * cancel; must return quickly.
 */
@FunctionalInterface
public interface TrainingListener {
  /** The job was queued, started, progressed, made a better model, or ended. */
  void changed(Job job);
}
