package io.mynah.store.jobs;

import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.domain.OwnerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Computes the order in which {@link JobClaims#claim} would take the waiting jobs if none were
 * added or ended.
 */
final class ExpectedJobOrder {
  /** An owner's next waiting job; the natural order is that of {@link JobClaims#claim}. */
  private record Turn(boolean unasked, int running, long served, long job, OwnerId owner)
      implements Comparable<Turn> {
    private static final Comparator<Turn> ORDER =
        Comparator.comparing(Turn::unasked)
            .thenComparingInt(Turn::running)
            .thenComparingLong(Turn::served)
            .thenComparingLong(Turn::job);

    @Override
    public int compareTo(Turn other) {
      return ORDER.compare(this, other);
    }
  }

  private ExpectedJobOrder() {}

  /**
   * Orders jobs.
   *
   * @param open jobs that have not ended
   * @param served when each owner was last served, as a count of starts; negative for those who
   *     never were, lower for those who were here earlier
   */
  static List<Job> of(List<Job> open, Map<OwnerId, Long> served) {
    List<Job> order = new ArrayList<>(open.size());
    Map<OwnerId, Integer> running = new HashMap<>();
    Map<OwnerId, Deque<Job>> waiting = new LinkedHashMap<>();
    for (Job job : open) {
      if (job.state() == JobState.RUNNING) {
        order.add(job);
        running.merge(job.owner(), 1, Integer::sum);
      }
    }
    open.stream()
        .filter(job -> job.state() == JobState.QUEUED)
        .sorted(
            Comparator.comparing(ExpectedJobOrder::isUnasked)
                .thenComparingLong(job -> job.id().value()))
        .forEach(job -> waiting.computeIfAbsent(job.owner(), o -> new ArrayDeque<>()).add(job));

    long starts = served.values().stream().mapToLong(Long::longValue).max().orElse(0);
    PriorityQueue<Turn> turns = new PriorityQueue<>();
    waiting.forEach(
        (owner, jobs) ->
            turns.add(
                new Turn(
                    isUnasked(jobs.getFirst()),
                    running.getOrDefault(owner, 0),
                    served.getOrDefault(owner, 0L),
                    jobs.getFirst().id().value(),
                    owner)));
    for (Turn turn = turns.poll(); turn != null; turn = turns.poll()) {
      Deque<Job> jobs = waiting.getOrDefault(turn.owner(), new ArrayDeque<>());
      order.add(jobs.removeFirst());
      if (!jobs.isEmpty()) {
        starts++;
        Job next = jobs.getFirst();
        turns.add(
            new Turn(isUnasked(next), turn.running() + 1, starts, next.id().value(), turn.owner()));
      }
    }
    return order;
  }

  private static boolean isUnasked(Job job) {
    return job.notice() == null;
  }
}
