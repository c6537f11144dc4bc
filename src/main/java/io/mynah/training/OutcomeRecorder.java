package io.mynah.training;

import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.store.jobs.JobClaims;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records how the run of a job ended, tells the listener, and deletes files that are no longer
 * needed. For one thread.
 */
final class OutcomeRecorder {
  private static final Logger log = LoggerFactory.getLogger(OutcomeRecorder.class);

  /** How often a database write is tried, half a second apart, when the process is about to end. */
  private static final int LAST_ATTEMPTS = 5;

  private static final int ATTEMPTS_A_MINUTE = 120;

  private final TrainingContext context;
  private final JobClaims.Claim claim;
  private final Job job;
  private final RunMonitor monitor;

  OutcomeRecorder(TrainingContext context, JobClaims.Claim claim, RunMonitor monitor) {
    this.context = context;
    this.claim = claim;
    this.monitor = monitor;
    job = claim.job();
  }

  /**
   * Records the outcome. Waits until that succeeds, unless the process is about to end.
   *
   * @return whether the job waits again
   * @throws RuntimeException if the process is about to end and nothing can be written; the row
   *     then still says RUNNING, and the next start continues the job
   */
  boolean record(TrainingOutcome outcome) {
    // A failure during an interruption may be caused by it, so the job is tried again.
    if (monitor.interrupted() || outcome instanceof TrainingOutcome.Postponed) {
      return requeue();
    }
    end(outcome instanceof TrainingOutcome.Failed failed ? failed.failure() : null);
    return false;
  }

  private boolean requeue() {
    log.info("training stopped: it goes on later");
    JobClaims claims = context.stores().claims();
    boolean unused =
        repeatUntilStored(
            () -> claims.progress(claim, monitor.snapshot().fraction(), monitor.curve().spent()));
    return repeatUntilStored(() -> claims.requeue(claim));
  }

  private void end(@Nullable String failure) {
    if (!isStored(failure)) {
      // The disk may be too full even for the row.
      context.checkpoints().delete(job.id());
      if (failure != null) {
        context.notifier().changed(monitor.job(JobState.FAILED, failure));
      }
      boolean unused = repeatUntilStored(() -> store(failure));
    }
    Optional<Job> ended = context.stores().jobs().find(job.owner(), job.id());
    if (ended.isPresent() && !ended.get().state().ended()) {
      return; // another process goes on with it
    }
    context.checkpoints().delete(job.id());
    deleteModels(ended.isEmpty());
    context.notifier().changed(ended.orElseGet(() -> monitor.job(JobState.CANCELLED, null)));
  }

  /**
   * Writes the end of the job and tells the listener. Returns whether the job was still claimed.
   */
  private boolean store(@Nullable String failure) {
    JobClaims claims = context.stores().claims();
    boolean recorded =
        failure == null
            ? claims.finish(claim, context.clock().instant())
            : claims.fail(claim, failure, context.clock().instant());
    if (!recorded) {
      log.info("training stopped: cancelled or erased, or another process goes on with it");
      return false;
    }
    Job ended = monitor.job(failure == null ? JobState.DONE : JobState.FAILED, failure);
    Duration spent = monitor.curve().spent();
    log.info("training ended: {} after {} s", ended.state(), spent.toSeconds());
    context.notifier().ended(ended, spent);
    return true;
  }

  private boolean isStored(@Nullable String failure) {
    try {
      boolean unused = store(failure);
      return true;
    } catch (RuntimeException fault) {
      log.warn("job {} cannot be recorded", job.id().value(), fault);
      return false;
    }
  }

  /** Deletes the candidate, or all models of a person who was erased meanwhile. */
  private void deleteModels(boolean erased) {
    try {
      if (erased) {
        context.models().delete(job.person());
      } else {
        context.models().dropCandidate(job.person(), job.id());
      }
    } catch (RuntimeException e) {
      log.warn("models of person {} were not deleted: {}", job.person().value(), e.getClass());
    }
  }

  /**
   * Repeats a write until it succeeds, as the disk may be full or the database busy, and then
   * nothing else could be trained either. Returns what the write returns.
   */
  private boolean repeatUntilStored(BooleanSupplier write) {
    int left = LAST_ATTEMPTS;
    for (int attempt = 1; ; attempt++) {
      try {
        return write.getAsBoolean();
      } catch (RuntimeException fault) {
        left -= monitor.ending() ? 1 : 0;
        if (left == 0) {
          throw fault;
        }
        if (attempt % ATTEMPTS_A_MINUTE == 0) {
          log.warn("job {} still cannot be recorded", job.id().value());
        }
        Pause.halfASecond();
      }
    }
  }
}
