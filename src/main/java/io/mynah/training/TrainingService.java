package io.mynah.training;

import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.JobState;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.lm.evaluation.VoiceExaminer;
import io.mynah.lm.training.VoiceTrainer;
import io.mynah.logging.LogContext;
import io.mynah.models.ModelLibrary;
import io.mynah.store.blobs.BlobStore;
import io.mynah.store.jobs.JobClaims;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains people's models in a pool of workers, from a durable queue that is fair between owners. A
 * job survives the end of the process and continues from its checkpoint. Thread-safe.
 *
 * <p>The table of jobs is authoritative. On a database server, several processes may work on it:
 * each looks after the jobs of those that died.
 */
public final class TrainingService implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TrainingService.class);

  private final TrainingContext context;
  private final JobWakeups wakeups;
  private final SharedRounds rounds;
  private final boolean onServer;

  /** Runs that have not ended, including those of cancelled jobs that are still stopping. */
  private final Map<JobId, TrainingRun> runs = new ConcurrentHashMap<>();

  /** How often a job was interrupted here by a fault of a moment, one run after the other. */
  private final Map<JobId, Integer> faults = new ConcurrentHashMap<>();

  /**
   * Held while a job changes between waiting, running and ended, so that row and run change
   * together; never held while listeners are called.
   */
  private final Object lock = new Object();

  /** Whether the answer to a claim may have been lost. */
  private boolean claimUnknown;

  private boolean started;
  private boolean stopped;
  private boolean closed;

  /**
   * Creates the service, which does nothing before {@link #start}.
   *
   * @param bases for the records of models
   * @param examiner evaluates the result of each training; null for no report cards
   * @param blobs where checkpoints are stored
   * @param listener called on worker threads, and on those that submit and cancel
   */
  public TrainingService(
      TrainingStores stores,
      ModelLibrary models,
      VoiceTrainer trainer,
      BaseNames bases,
      @Nullable VoiceExaminer examiner,
      TrainingConfig config,
      BlobStore blobs,
      TrainingListener listener,
      Clock clock) {
    context =
        new TrainingContext(
            stores,
            models,
            trainer,
            bases,
            examiner,
            config,
            new Checkpoints(blobs, stores.claims()),
            new ListenerNotifier(listener),
            clock);
    onServer = stores.database().dialect().isOnServer();
    wakeups =
        new JobWakeups(
            stores.database(),
            stores.claims().worker(),
            config.workers(),
            clock,
            this::runWaitingJobs);
    rounds =
        new SharedRounds(
            stores.database(),
            new RemoteRuns(stores.jobs(), runs::containsKey, context.notifier()),
            new SharedRounds.Duties(this::requeueAbandoned, this::stopEnded, wakeups::look));
  }

  /**
   * Requeues interrupted jobs and begins to work. Does nothing if stopped already, which may happen
   * during start-up.
   */
  public void start() {
    synchronized (lock) {
      if (stopped) {
        return;
      }
      if (started) {
        throw new IllegalStateException("started before");
      }
      requeueAbandoned();
      sweep();
      started = true;
    }
    wakeups.start();
    rounds.start();
  }

  /** Tells the listener of jobs that other processes on the database server run, too. */
  public void followOthers() {
    rounds.follow();
  }

  /** Stops the runs of jobs that another process has cancelled or erased. */
  private void stopEnded() {
    List<TrainingRun> running = List.copyOf(runs.values());
    if (!running.isEmpty()) {
      Set<JobClaims.Turn> held = context.stores().claims().held();
      running.stream().filter(run -> !held.contains(run.claim())).forEach(TrainingRun::cancel);
    }
  }

  /**
   * Looks after jobs whose workers died, and, if this process is free for more, after those that
   * nobody was woken for.
   */
  private void requeueAbandoned() {
    List<Job> abandoned = context.stores().claims().requeueAbandoned();
    if (!abandoned.isEmpty()) {
      log.info("{} interrupted trainings go on", abandoned.size());
    }
    requeueUnknown();
    int free = context.config().workers() - runs.size();
    if (free > 0) {
      context.stores().claims().waiting(free).forEach(wakeups::add);
    }
  }

  private void requeueUnknown() {
    synchronized (lock) {
      if (claimUnknown) {
        Set<JobClaims.Turn> known =
            runs.values().stream().map(TrainingRun::claim).collect(Collectors.toSet());
        context.stores().claims().requeueUnknown(known).forEach(wakeups::add);
        claimUnknown = false;
      }
    }
  }

  /**
   * Deletes checkpoints and candidates left by a process that was killed between the end of a job
   * and its clean-up.
   */
  private void sweep() {
    try {
      // In this order: a job that begins meanwhile, in another process, keeps what it has.
      Set<JobId> checkpoints = context.checkpoints().jobs();
      Map<JobId, PersonId> candidates = context.models().candidates();
      Set<JobId> jobs =
          context.stores().jobs().queue().stream().map(Job::id).collect(Collectors.toSet());
      checkpoints.stream()
          .filter(job -> !jobs.contains(job))
          .forEach(context.checkpoints()::delete);
      candidates.forEach(
          (job, person) -> {
            if (!jobs.contains(job)) {
              context.models().dropCandidate(person, job);
            }
          });
    } catch (RuntimeException e) {
      log.warn("what ended jobs left was not deleted: {}", e.getClass());
    }
  }

  /** Runs waiting jobs until there are none. */
  private void runWaitingJobs() {
    for (var run = next(); run.isPresent(); run = next()) {
      JobId id = run.get().job().id();
      try {
        awaitOlderOf(run.get());
        run.get().run();
      } finally {
        runs.remove(id, run.get());
      }
      if (run.get().requeued()) {
        faults.merge(id, 1, Integer::sum);
        wakeups.add(run.get().claim());
      } else {
        faults.remove(id);
      }
    }
  }

  private Optional<TrainingRun> next() {
    synchronized (lock) {
      if (stopped) {
        return Optional.empty();
      }
      Optional<TrainingRun> run = claim();
      run.ifPresent(r -> runs.put(r.job().id(), r));
      return run;
    }
  }

  private Optional<TrainingRun> claim() {
    try {
      return context
          .stores()
          .claims()
          .claim()
          .map(claim -> new TrainingRun(context, claim, faults.getOrDefault(claim.job().id(), 0)));
    } catch (RuntimeException e) {
      claimUnknown = true;
      throw e;
    }
  }

  /**
   * Waits for cancelled runs of the same person, which may take another second to end. Waits only
   * for older ones, so that two never wait for each other.
   */
  private void awaitOlderOf(TrainingRun run) {
    long id = run.job().id().value();
    runsOf(run.job().person()).stream()
        .filter(other -> other.job().id().value() < id)
        .forEach(TrainingRun::await);
  }

  private List<TrainingRun> runsOf(PersonId person) {
    return runs.values().stream().filter(run -> run.job().person().equals(person)).toList();
  }

  /**
   * Queues the training of a person, or returns their job that has not ended.
   *
   * @throws NoSuchElementException if the person is not, or no longer, in this owner's chats
   */
  public Job submit(OwnerId owner, PersonId person, Effort effort, @Nullable MessageRef notice) {
    Job job;
    synchronized (lock) {
      job =
          context.stores().jobs().enqueue(owner, person, effort, notice, context.clock().instant());
      if (started && !stopped && job.state() == JobState.QUEUED) {
        wakeups.add(new JobClaims.Turn(job.id(), 0));
      }
    }
    LogContext.with(
        LogContext.JOB, job.id().value(), () -> log.info("training asked for: {}", job.state()));
    rounds.add(job);
    if (job.state() == JobState.QUEUED) {
      context.notifier().changed(job);
    }
    return job;
  }

  /** Cancels an owner's job, within seconds. Returns whether there was one to cancel. */
  public boolean cancel(OwnerId owner, JobId id) {
    Optional<Job> job = context.stores().jobs().find(owner, id);
    return job.isPresent() && cancel(job.get());
  }

  private boolean cancel(Job job) {
    TrainingRun run;
    synchronized (lock) {
      if (!context.stores().jobs().cancel(job.id(), context.clock().instant())) {
        return false;
      }
      run = runs.get(job.id());
      if (run == null) {
        clear(job);
      } else {
        run.cancel();
      }
    }
    LogContext.with(LogContext.JOB, job.id().value(), () -> log.info("training cancelled"));
    Optional<Job> cancelled = context.stores().jobs().find(job.owner(), job.id());
    cancelled.ifPresent(context.notifier()::changed);
    cancelled.ifPresent(ended -> context.notifier().ended(ended, Duration.ZERO));
    return true;
  }

  /** Deletes the checkpoint and candidate of a job that will not run again. */
  private void clear(Job job) {
    context.checkpoints().delete(job.id());
    try {
      context.models().dropCandidate(job.person(), job.id());
    } catch (RuntimeException e) {
      log.warn("a model of job {} was not deleted: {}", job.id().value(), e.getClass());
    }
  }

  /**
   * Cancels a person's job, and returns once nothing of it runs any more. A listener must not call
   * this.
   */
  public void cancelAndWait(PersonId person) {
    context
        .stores()
        .jobs()
        .latest(person)
        .filter(job -> !job.state().ended())
        .ifPresent(this::cancel);
    runsOf(person).forEach(TrainingRun::await);
  }

  /** The progress of a job, if it is running in this process. */
  public Optional<Progress> progress(JobId job) {
    return Optional.ofNullable(runs.get(job))
        .filter(run -> !run.ended())
        .map(TrainingRun::progress);
  }

  /** The progress of a job, if it is running here or in another process on the server. */
  public Optional<Progress> progress(Job job) {
    Optional<Progress> here = progress(job.id());
    if (here.isPresent() || !onServer || job.state() != JobState.RUNNING) {
      return here;
    }
    return Optional.of(
        new Progress(job.fraction(), RunMonitor.remainingTime(context, job), null, null));
  }

  /** How many trainings run in this process, those that are being stopped included. */
  public int running() {
    return runs.size();
  }

  /** The queue positions of all waiting jobs, with estimated waits. */
  public Map<JobId, QueuePosition> places() {
    return new QueueForecast(
            Math.max(1, context.config().workers()),
            job -> progress(job).map(Progress::remaining),
            job -> RunMonitor.remainingTime(context, job))
        .places(context.stores().jobs().queue());
  }

  /** Makes the workers stop at once, after a checkpoint; {@link #close} waits for them. */
  public void stop() {
    rounds.stop();
    synchronized (lock) {
      stopped = true;
      runs.values().forEach(TrainingRun::interrupt);
    }
  }

  /**
   * Stops the workers; jobs stay in the queue for the next start.
   *
   * @param deadline how long to wait for them
   */
  public void close(Duration deadline) {
    stop();
    List<TrainingRun> unfinished;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      unfinished = List.copyOf(runs.values());
    }
    awaitAll(unfinished, System.nanoTime() + deadline.toNanos());
    wakeups.stop();
    rounds.close();
  }

  private static void awaitAll(List<TrainingRun> runs, long until) {
    try {
      for (TrainingRun run : runs) {
        if (!run.await(Duration.ofNanos(until - System.nanoTime()))) {
          log.warn("job {} did not stop in time", run.job().id().value());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(8));
  }
}
