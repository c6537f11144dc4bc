package io.mynah.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.training.TrainingFailure;
import io.mynah.training.TrainingListener;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Counts the trainings that this process ended. Thread-safe. */
public final class TrainingMetrics implements TrainingListener {
  private static final Duration[] TIMES = {
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(3),
    Duration.ofMinutes(5),
    Duration.ofMinutes(10),
    Duration.ofMinutes(20),
    Duration.ofMinutes(60)
  };

  private final Timer done;
  private final Counter cancelled;
  private final Map<String, Counter> failed;

  TrainingMetrics(MeterRegistry registry) {
    done =
        Timer.builder("mynah.training.duration")
            .description("Working time of trainings that are done, in all their runs")
            .serviceLevelObjectives(TIMES)
            .register(registry);
    cancelled =
        Counter.builder("mynah.trainings.cancelled")
            .description("Trainings that were cancelled")
            .register(registry);
    failed =
        Arrays.stream(TrainingFailure.values())
            .collect(
                Collectors.toMap(
                    Enum::name,
                    reason ->
                        Counter.builder("mynah.trainings.failed")
                            .description("Trainings that failed, by reason")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry)));
  }

  @Override
  public void changed(Job job) {
    // Only ends are counted.
  }

  @Override
  public void ended(Job job, Duration spent) {
    if (job.state() == JobState.DONE) {
      done.record(spent);
    } else if (job.state() == JobState.CANCELLED) {
      cancelled.increment();
    } else {
      // The reason may be followed by numbers.
      String reason = String.valueOf(job.failure()).replaceFirst(":.*", "");
      String known = failed.containsKey(reason) ? reason : TrainingFailure.INTERNAL.name();
      Objects.requireNonNull(failed.get(known)).increment();
    }
  }
}
