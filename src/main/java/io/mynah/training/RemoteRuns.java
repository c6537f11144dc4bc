package io.mynah.training;

import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.logging.LogContext;
import io.mynah.store.jobs.Jobs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener what becomes of jobs that other processes run. Thread-safe. */
final class RemoteRuns {
  private static final Logger log = LoggerFactory.getLogger(RemoteRuns.class);

  private final Jobs jobs;
  private final Predicate<JobId> local;
  private final ListenerNotifier notifier;
  private final Map<JobId, Job> known = new HashMap<>();

  /**
   * @param local whether this process runs a job, and tells of it itself
   */
  RemoteRuns(Jobs jobs, Predicate<JobId> local, ListenerNotifier notifier) {
    this.jobs = jobs;
    this.local = local;
    this.notifier = notifier;
  }

  /** Takes note of a job, which may have ended when this looks next. */
  synchronized void add(Job job) {
    known.put(job.id(), job);
  }

  /** Looks at all jobs that have not ended, and tells what has changed since the last time. */
  synchronized void look() {
    List<Job> open = jobs.queue();
    Map<JobId, Job> ended = new HashMap<>(known);
    open.forEach(job -> ended.remove(job.id()));
    for (Job job : open) {
      Job before = known.put(job.id(), job);
      if (before != null && !before.equals(job) && !local.test(job.id())) {
        notifier.changed(job);
      }
    }
    for (Job job : ended.values()) {
      known.remove(job.id());
      if (!local.test(job.id())) {
        jobs.find(job.owner(), job.id()).ifPresent(this::ended);
      }
    }
  }

  private void ended(Job job) {
    LogContext.with(
        LogContext.JOB,
        job.id().value(),
        () -> log.info("training in another process ended: {}", job.state()));
    notifier.changed(job);
  }
}
