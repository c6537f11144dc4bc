package io.mynah.training;

import io.mynah.domain.CurvePoint;
import io.mynah.domain.Job;
import io.mynah.store.jobs.JobClaims;
import io.mynah.store.jobs.ReportCards;
import java.time.Clock;
import java.time.Duration;

/**
 * Records how good a job's models are over its working time, across all its runs. Each point is
 * stored at once. One thread adds points; any thread may read the time.
 */
final class LearningCurve {
  private final TrainingContext context;
  private final JobClaims.Claim claim;
  private final Job job;
  private final Clock clock;
  private final long startedAt;
  private volatile Duration spentBefore = Duration.ZERO;

  /** Creates the curve of a job that begins to run; reads nothing yet. */
  LearningCurve(TrainingContext context, JobClaims.Claim claim) {
    this.context = context;
    this.claim = claim;
    job = claim.job();
    clock = context.clock();
    startedAt = clock.millis();
  }

  /** Reads the working time of earlier runs. */
  void readEarlierRuns() {
    spentBefore = context.stores().jobs().spent(job.id());
  }

  /** The working time of the job until now. */
  Duration spent() {
    return spentBefore.plusMillis(Math.max(0, clock.millis() - startedAt));
  }

  /**
   * Adds a point for now, unless the curve has it: after an interruption existing models are
   * evaluated again.
   */
  void add(String stage, double bits) {
    if (!Double.isFinite(bits)
        || context.stores().cards().curve(job.id()).stream()
            .anyMatch(point -> point.stage().equals(stage) && point.bits() == bits)) {
      return;
    }
    CurvePoint point = new CurvePoint(spent().toMillis() / 1e3, stage, bits);
    boolean unused = context.stores().claims().make(claim, ReportCards.adding(job.id(), point));
  }
}
