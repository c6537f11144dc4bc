package io.mynah.training;

import io.mynah.domain.Job;
import io.mynah.store.database.Database;
import io.mynah.store.database.Dialect;
import io.mynah.store.jobs.JobNotifications;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process does because others work on the same jobs: it listens to what they do, and looks
 * now and then, as notifications may be lost. Does nothing where this process is the only one.
 * Thread-safe.
 */
final class SharedRounds {
  private static final Logger log = LoggerFactory.getLogger(SharedRounds.class);

  private static final long ROUND_MILLIS = 5_000;
  private static final long LOOK_MILLIS = 1_500;

  private final Database database;
  private final boolean shared;
  private final RemoteRuns others;
  private final Duties duties;

  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "queue");
            thread.setDaemon(true);
            return thread;
          });

  private volatile boolean following;
  private Dialect.Listening notifications = () -> {};
  private boolean stopped;

  /**
   * What is to be done; each may be done at any time, and more often than needed.
   *
   * @param requeueAbandoned looks after jobs whose workers died, and after those that nobody was
   *     woken for
   * @param stopEnded stops the runs of jobs that another process has cancelled or erased
   * @param lookForWaiting looks for jobs that wait for a worker
   */
  record Duties(Runnable requeueAbandoned, Runnable stopEnded, Runnable lookForWaiting) {}

  /**
   * @param others tells of the jobs that other processes run, once they are followed
   */
  SharedRounds(Database database, RemoteRuns others, Duties duties) {
    this.database = database;
    this.others = others;
    this.duties = duties;
    shared = database.dialect().isOnServer();
  }

  /** Begins, unless it was stopped. */
  synchronized void start() {
    if (shared && !stopped) {
      repeat(duties.requeueAbandoned(), ROUND_MILLIS);
      repeat(duties.stopEnded(), LOOK_MILLIS);
      notifications = JobNotifications.listen(database, this::heard);
    }
  }

  /** From now on, the jobs that other processes run are told of, too. */
  synchronized void follow() {
    if (shared && !stopped) {
      following = true;
      repeat(others::look, LOOK_MILLIS);
    }
  }

  /** Takes note of a job, which another process may run. */
  void add(Job job) {
    if (shared) {
      others.add(job);
    }
  }

  private void heard(Set<JobNotifications.Kind> kinds) {
    if (kinds.contains(JobNotifications.Kind.WAITING)) {
      duties.lookForWaiting().run();
    }
    if (kinds.contains(JobNotifications.Kind.STOPPED)) {
      duties.stopEnded().run();
    }
    if (following && !kinds.equals(EnumSet.of(JobNotifications.Kind.WAITING))) {
      others.look();
    }
  }

  private void repeat(Runnable work, long millis) {
    var unused =
        rounds.scheduleWithFixedDelay(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                log.warn("the queue could not be looked after, tried again: {}", e.getClass());
              }
            },
            millis,
            millis,
            TimeUnit.MILLISECONDS);
  }

  /** Begins no more rounds. */
  synchronized void stop() {
    stopped = true;
    rounds.shutdown();
    notifications.close();
  }

  /** Interrupts what still runs. */
  void close() {
    stop();
    rounds.shutdownNow();
  }
}
