package io.mynah.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.JobState;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueForecastTest {
  private static Job job(long id, JobState state, Effort effort) {
    return new Job(
        new JobId(id),
        new OwnerId("telegram:1"),
        new PersonId(id),
        effort,
        state,
        0,
        null,
        null,
        Instant.EPOCH);
  }

  private static Map<JobId, QueuePosition> places(
      int workers, Optional<Duration> left, Job... queue) {
    return new QueueForecast(
            workers, job -> left, job -> Duration.ofMinutes(job.effort() == Effort.BEST ? 60 : 10))
        .places(List.of(queue));
  }

  private static QueuePosition at(int number, long minutes) {
    return new QueuePosition(number, Duration.ofMinutes(minutes));
  }

  @Test
  void whoWaitsDoesSoForWhatIsLeftOfTheRunningJobAndForTheBudgetsOfThoseBefore() {
    assertThat(
            places(
                1,
                Optional.of(Duration.ofMinutes(4)),
                job(1, JobState.RUNNING, Effort.GOOD),
                job(2, JobState.QUEUED, Effort.BEST),
                job(3, JobState.QUEUED, Effort.GOOD)))
        .containsOnly(Map.entry(new JobId(2), at(1, 4)), Map.entry(new JobId(3), at(2, 64)));
  }

  @Test
  void severalWorkersTakeWhoIsNextWhenTheyAreFree() {
    assertThat(
            places(
                2,
                Optional.of(Duration.ofMinutes(4)),
                job(1, JobState.RUNNING, Effort.GOOD),
                job(2, JobState.QUEUED, Effort.GOOD),
                job(3, JobState.QUEUED, Effort.GOOD),
                job(4, JobState.QUEUED, Effort.GOOD)))
        .containsOnly(
            Map.entry(new JobId(2), at(1, 0)),
            Map.entry(new JobId(3), at(2, 4)),
            Map.entry(new JobId(4), at(3, 10)));
  }

  @Test
  void whereNobodyKnowsHowLongTheRunningJobTakesOnlyPlacesAreTold() {
    assertThat(
            places(
                1,
                Optional.empty(),
                job(1, JobState.RUNNING, Effort.GOOD),
                job(2, JobState.QUEUED, Effort.GOOD)))
        .containsOnly(Map.entry(new JobId(2), new QueuePosition(1, null)));
  }
}
