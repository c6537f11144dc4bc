package io.mynah.training;

import io.mynah.domain.Job;

/**
 * Hears of every change in a job's life; called on worker threads and on those that submit and
 * cancel, must return quickly.
 */
@FunctionalInterface
public interface TrainingListener {
  /** The job was queued, started, came further, made a better model, or ended. */
  void changed(Job job);
}
