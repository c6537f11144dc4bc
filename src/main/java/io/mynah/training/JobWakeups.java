package io.mynah.training;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.mynah.store.database.Database;
import io.mynah.store.jobs.JobClaims;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes workers through db-scheduler, with a scheduler row for a waiting job. The row does not
 * determine which job runs: the woken worker takes jobs in the order of {@link
 * io.mynah.store.jobs.JobClaims#claim} until none is left. Thread-safe.
 */
final class JobWakeups {
  private static final Logger log = LoggerFactory.getLogger(JobWakeups.class);

  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofSeconds(10);

  /** Where other processes add rows, and this one may not hear of it. */
  private static final Duration POLL_ON_SERVER = Duration.ofSeconds(2);

  private static final Duration STOP_WAIT = Duration.ofMillis(500);

  /** The rows of a process that gave no sign for so many heartbeats wake another one. */
  private static final int MISSED_HEARTBEATS = 4;

  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  /** Of the workers: rows are locked when fewer have one, until as many do. */
  private static final double FETCH_BELOW = 0.5;

  private static final double FETCH_UP_TO = 1;

  /** A time that is always due, whatever the clock says. */
  private static final Instant NOW = Instant.EPOCH;

  private final boolean working;
  private final CustomTask<Void> task;
  private final Scheduler scheduler;

  /**
   * @param worker the id of this process
   * @param workers threads that work
   * @param work runs waiting jobs until there are none
   */
  JobWakeups(Database database, String worker, int workers, Clock clock, Runnable work) {
    working = workers > 0;
    FailureHandler<Void> retry = new FailureHandler.OnFailureRetryLater<>(RETRY);
    task =
        Tasks.custom("train", Void.class)
            .onFailure((ended, row) -> unlessTakenOver(() -> retry.onFailure(ended, row)))
            .execute(
                (instance, context) -> {
                  work.run();
                  return (ended, row) -> unlessTakenOver(row::remove);
                });
    JdbcCustomization customization = database.schedulerCustomization();
    SchedulerBuilder builder =
        Scheduler.create(database.dataSource(), task)
            .jdbcCustomization(customization)
            .schedulerName(new SchedulerName.Fixed(worker))
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .clock(clock::instant)
            .threads(Math.max(1, workers))
            .pollingInterval(database.dialect().isOnServer() ? POLL_ON_SERVER : POLL)
            .enableImmediateExecution()
            .shutdownMaxWait(STOP_WAIT)
            .failureLogging(LogLevel.ERROR, false);
    if (customization.supportsSingleStatementLockAndFetch()) {
      builder.pollUsingLockAndFetch(FETCH_BELOW, FETCH_UP_TO);
    }
    scheduler = builder.build();
  }

  /**
   * Changes a row of this process. If its heartbeats were late, as when the server or the machine
   * stood still, another process has taken the row over. It then wakes a worker there, which does
   * no harm.
   */
  private static void unlessTakenOver(Runnable change) {
    try {
      change.run();
    } catch (ExecutionException e) {
      log.debug("Another process has taken a row over.", e);
    }
  }

  /** Begins to work, if there are workers here. */
  void start() {
    if (working) {
      scheduler.start();
    }
  }

  /**
   * Wakes a worker for a job, at once if one is free. A job that waits again has another row than
   * before, which somebody may still hold.
   */
  void add(JobClaims.Turn waiting) {
    String row = waiting.job().value() + "/" + waiting.served();
    boolean unused = scheduler.scheduleIfNotExists(task.instance(row), NOW);
  }

  /** Looks for rows that other processes added. */
  void look() {
    if (working) {
      scheduler.triggerCheckForDueExecutions();
    }
  }

  /** Starts no more workers; interrupts running ones after a moment. */
  void stop() {
    scheduler.stop();
  }
}
