package io.mynah.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.mynah.domain.JobState;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.inbox.Inbox;
import io.mynah.store.jobs.Jobs;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.ToDoubleFunction;

/** The metrics of what waits in the database. It is asked at most every few seconds. */
final class QueueMetrics {
  /** What waited at one moment. */
  private record Queues(Inbox.Backlog inbox, Map<JobState, Long> jobs, Map<String, Long> uploads) {}

  private final Sampled<Queues> queues;
  private final Clock clock;

  QueueMetrics(Inbox inbox, Jobs jobs, Uploads uploads, Executor readers, Clock clock) {
    this.clock = clock;
    queues =
        new Sampled<>(
            () -> new Queues(inbox.backlog(), jobs.countOpen(), uploads.countByState()), readers);
  }

  /** Registers the metrics. */
  void bind(MeterRegistry registry, Set<String> uploadStates) {
    gauge("mynah.inbox.updates", "Updates that are not done", q -> q.inbox().updates())
        .register(registry);
    gauge("mynah.inbox.oldest.age", "Age of the oldest update that is not done", this::oldestAge)
        .baseUnit("seconds")
        .register(registry);
    for (JobState state : List.of(JobState.QUEUED, JobState.RUNNING)) {
      gauge("mynah.trainings", "Trainings that wait or run", q -> q.jobs().getOrDefault(state, 0L))
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    for (String state : uploadStates) {
      gauge("mynah.uploads", "Uploads", q -> q.uploads().getOrDefault(state, 0L))
          .tag("state", state.replace(' ', '_'))
          .register(registry);
    }
  }

  private double oldestAge(Queues at) {
    return at.inbox().oldest() == null ? 0 : Metrics.seconds(at.inbox().oldest(), clock);
  }

  private Gauge.Builder<?> gauge(String name, String description, ToDoubleFunction<Queues> value) {
    return Gauge.builder(name, () -> queues.get().map(value::applyAsDouble).orElse(Double.NaN))
        .description(description);
  }
}
