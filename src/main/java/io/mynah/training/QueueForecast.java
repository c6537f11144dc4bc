package io.mynah.training;

import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.JobState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;

/** Estimates when waiting jobs begin, if workers take them in order. */
final class QueueForecast {
  private final int workers;
  private final Function<Job, Optional<Duration>> remaining;
  private final Function<Job, Duration> duration;

  /**
   * @param workers jobs that run in parallel
   * @param remaining the remaining time of a running job; empty if unknown
   * @param duration the time a waiting job takes
   */
  QueueForecast(
      int workers, Function<Job, Optional<Duration>> remaining, Function<Job, Duration> duration) {
    this.workers = workers;
    this.remaining = remaining;
    this.duration = duration;
  }

  /**
   * The queue positions of the waiting jobs.
   *
   * @param queue all jobs that have not ended, in the order in which they would run
   */
  Map<JobId, QueuePosition> places(List<Job> queue) {
    Optional<PriorityQueue<Duration>> free = free(queue);
    Map<JobId, QueuePosition> places = new HashMap<>();
    for (Job job : queue) {
      if (job.state() == JobState.QUEUED) {
        Duration wait = free.map(PriorityQueue::remove).orElse(null);
        places.put(job.id(), new QueuePosition(places.size() + 1, wait));
        if (wait != null) {
          free.orElseThrow().add(wait.plus(duration.apply(job)));
        }
      }
    }
    return places;
  }

  /** When each worker becomes free; empty if unknown. */
  private Optional<PriorityQueue<Duration>> free(List<Job> queue) {
    PriorityQueue<Duration> free = new PriorityQueue<>();
    for (Job job : queue) {
      if (job.state() == JobState.RUNNING) {
        Optional<Duration> each = remaining.apply(job);
        if (each.isEmpty()) {
          return Optional.empty();
        }
        free.add(each.get());
      }
    }
    while (free.size() < workers) {
      free.add(Duration.ZERO);
    }
    return Optional.of(free);
  }
}
