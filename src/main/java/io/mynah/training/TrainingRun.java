package io.mynah.training;

import io.mynah.domain.Job;
import io.mynah.logging.LogContext;
import io.mynah.store.jobs.JobClaims;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes one training job. A worker calls {@link #run}; any thread may call the rest. */
final class TrainingRun {
  private static final Logger log = LoggerFactory.getLogger(TrainingRun.class);

  /** After so many faults of a moment, the next one is a failure. The last pause is a minute. */
  private static final int MOST_FAULTS = 7;

  private final TrainingContext context;
  private final JobClaims.Claim claim;
  private final Job job;
  private final RunMonitor monitor;
  private final CountDownLatch done = new CountDownLatch(1);

  private final int faults;

  private volatile boolean requeued;

  /**
   * Creates a run. Reads nothing, so that a claimed job with an unreadable record fails instead of
   * hanging.
   *
   * @param faults how many runs before were ended by faults of a moment, one after the other
   */
  TrainingRun(TrainingContext context, JobClaims.Claim claim, int faults) {
    this.context = context;
    this.claim = claim;
    this.faults = faults;
    job = claim.job();
    monitor = new RunMonitor(context, claim);
  }

  Job job() {
    return job;
  }

  /** What tells the claim from all others. */
  JobClaims.Turn claim() {
    return claim.turn();
  }

  /** Whether the run has ended and the job waits again. */
  boolean requeued() {
    return requeued;
  }

  Progress progress() {
    return monitor.snapshot();
  }

  /** Stops the run and its job for good, within a second or two. */
  void cancel() {
    monitor.cancel();
  }

  /** Stops the run within a second or two; the job continues later from its checkpoint. */
  void interrupt() {
    monitor.interrupt();
  }

  /** Whether the run has ended. */
  boolean ended() {
    return done.getCount() == 0;
  }

  /** Waits until the run has ended. */
  void await() {
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // keep waiting: the caller deletes files that the run writes to
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the run has ended. Returns false after the timeout. */
  boolean await(Duration timeout) throws InterruptedException {
    return done.await(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS);
  }

  /** Trains to the end, or until it is cancelled or interrupted. Throws nothing. */
  void run() {
    LogContext.with(LogContext.JOB, job.id().value(), this::runLogged);
  }

  private void runLogged() {
    try {
      log.info("training begins");
      if (!monitor.cancelled()) {
        context.notifier().changed(job);
      }
      waitAfterFaults();
      TrainingOutcome outcome =
          new TrainingAttempt(context, claim, monitor).execute(faults < MOST_FAULTS);
      requeued = new OutcomeRecorder(context, claim, monitor).record(outcome);
    } catch (RuntimeException | Error fault) {
      // The row still says RUNNING, so the next start continues the job.
      log.error("job {} was left as it is", job.id().value(), fault);
    } finally {
      done.countDown();
    }
  }

  /** Waits longer after each fault of a moment. */
  private void waitAfterFaults() {
    int pauses = faults == 0 ? 0 : 1 << Math.min(faults, MOST_FAULTS);
    for (int i = 0; i < pauses && !monitor.cancelled(); i++) {
      Pause.halfASecond();
    }
  }
}
