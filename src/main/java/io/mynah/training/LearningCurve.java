package io.mynah.training;

import io.mynah.domain.CurvePoint;
import io.mynah.domain.Job;
import java.time.Clock;
import java.time.Duration;

/**
 * How good the models of a job were over the time that it was at work, over all its runs. Points
 * are stored as they come. Points are added by one thread; the time can be asked by any.
 */
final class LearningCurve {
  private final TrainingContext context;
  private final Job job;
  private final Clock clock;
  private final long startedAt;
  private volatile Duration before = Duration.ZERO;

  /** Of a job that begins to run; nothing is read yet. */
  LearningCurve(TrainingContext context, Job job) {
    this.context = context;
    this.job = job;
    clock = context.clock();
    startedAt = clock.millis();
  }

  /** Goes on with what earlier runs left. */
  void takeUp() {
    before = context.jobs().spent(job.id());
  }

  /** How long the job was at work until now. */
  Duration spent() {
    return before.plusMillis(Math.max(0, clock.millis() - startedAt));
  }

  /**
   * Adds a point for now, unless the curve has it: after an interruption the models that there were
   * are judged once more.
   */
  void add(String stage, double bits) {
    if (!Double.isFinite(bits)
        || context.cards().curve(job.id()).stream()
            .anyMatch(point -> point.stage().equals(stage) && point.bits() == bits)) {
      return;
    }
    context.cards().add(job.id(), new CurvePoint(spent().toMillis() / 1e3, stage, bits));
  }
}
