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
import io.mynah.models.ModelLibrary;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Database;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.ReportCards;
import io.mynah.store.jobs.VoiceRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains people's models in a pool of workers, from a durable queue that is fair between owners. A
 * job survives the end of the process and goes on from its checkpoint. Thread-safe.
 *
 * <p>The table of jobs is the truth, and one process works on it: whatever it says is running when
 * the service starts was interrupted.
 */
public final class TrainingService implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TrainingService.class);

  private final TrainingContext context;
  private final JobWakeups queue;

  /** Runs that have not ended; also those of jobs cancelled a moment ago. */
  private final Map<JobId, TrainingRun> runs = new ConcurrentHashMap<>();

  /**
   * Held while a job changes between waiting, running and ended, so that row and run are seen
   * together; never while listeners are told.
   */
  private final Object lock = new Object();

  private boolean started;
  private boolean stopped;
  private boolean closed;

  /**
   * Does nothing before {@link #start}.
   *
   * @param examiner measures what each training came to; null for no report cards
   * @param checkpoints a folder of the service's own; made if there is none
   * @param listener told on worker threads, and on those that submit and cancel
   */
  public TrainingService(
      Database database,
      Jobs jobs,
      Corpora corpora,
      Corrections corrections,
      VoiceRecords voiceRecords,
      ReportCards cards,
      ModelLibrary models,
      VoiceTrainer trainer,
      @Nullable VoiceExaminer examiner,
      TrainingConfig config,
      Path checkpoints,
      TrainingListener listener,
      Clock clock) {
    context =
        new TrainingContext(
            jobs,
            corpora,
            corrections,
            voiceRecords,
            cards,
            models,
            trainer,
            examiner,
            config,
            new Checkpoints(checkpoints),
            new ListenerNotifier(listener),
            clock);
    queue = new JobWakeups(database, config.workers(), clock, this::work);
  }

  /**
   * Takes up interrupted jobs and begins to work; does nothing once stopped, as it may be while the
   * process still starts.
   */
  public void start() {
    synchronized (lock) {
      if (stopped) {
        return;
      }
      if (started) {
        throw new IllegalStateException("started before");
      }
      List<Job> interrupted = context.jobs().requeueInterrupted();
      if (!interrupted.isEmpty()) {
        log.info("{} interrupted trainings go on", interrupted.size());
      }
      List<Job> waiting = context.jobs().queue();
      context.checkpoints().sweep(waiting.stream().map(Job::id).collect(Collectors.toSet()));
      dropCandidates(waiting);
      waiting.forEach(job -> queue.add(job.id()));
      started = true;
    }
    queue.start();
  }

  /** What a process left that was killed between the end of a job and its clearing away. */
  private void dropCandidates(List<Job> waiting) {
    try {
      context
          .models()
          .dropCandidatesBut(waiting.stream().map(Job::person).collect(Collectors.toSet()));
    } catch (IOException e) {
      log.warn("models of ended jobs were not deleted: {}", e.getClass());
    }
  }

  /** Runs waiting jobs until there are none. */
  private void work() {
    for (var run = next(); run.isPresent(); run = next()) {
      try {
        awaitOlderOf(run.get());
        run.get().run();
      } finally {
        runs.remove(run.get().job().id());
      }
    }
  }

  private Optional<TrainingRun> next() {
    synchronized (lock) {
      if (stopped) {
        return Optional.empty();
      }
      Optional<TrainingRun> run =
          context.jobs().claim(context.clock().instant()).map(job -> new TrainingRun(context, job));
      run.ifPresent(r -> runs.put(r.job().id(), r));
      return run;
    }
  }

  /**
   * A job of the same person that was cancelled may take another second to end. Only older ones are
   * waited for, lest two wait for each other.
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
   * Queues the training of a person, or returns the job that is under way for them.
   *
   * @throws NoSuchElementException if the person is not (or no more) of this owner's chats
   */
  public Job submit(OwnerId owner, PersonId person, Effort effort, @Nullable MessageRef notice) {
    Job job;
    synchronized (lock) {
      job = context.jobs().enqueue(owner, person, effort, notice, context.clock().instant());
      if (started && !stopped && job.state() == JobState.QUEUED) {
        queue.add(job.id());
      }
    }
    if (job.state() == JobState.QUEUED) {
      context.notifier().changed(job);
    }
    return job;
  }

  /** Cancels an owner's job; says whether there was one to cancel. Takes effect within seconds. */
  public boolean cancel(OwnerId owner, JobId id) {
    Optional<Job> job = context.jobs().find(owner, id);
    return job.isPresent() && cancel(job.get());
  }

  private boolean cancel(Job job) {
    TrainingRun run;
    synchronized (lock) {
      if (!context.jobs().cancel(job.id(), context.clock().instant())) {
        return false;
      }
      run = runs.get(job.id());
      if (run == null) {
        clear(job);
      } else {
        run.cancel();
      }
    }
    context.jobs().find(job.owner(), job.id()).ifPresent(context.notifier()::changed);
    return true;
  }

  /** What an interrupted job left that now never runs again. */
  private void clear(Job job) {
    context.checkpoints().delete(job.id());
    try {
      context.models().dropCandidate(job.person());
    } catch (IOException e) {
      log.warn("a model of job {} was not deleted: {}", job.id().value(), e.getClass());
    }
  }

  /**
   * Cancels whatever runs or waits for a person, and returns when nothing of it runs any more. Not
   * to be called by a listener.
   */
  public void cancelAndWait(PersonId person) {
    context.jobs().latest(person).filter(job -> !job.state().ended()).ifPresent(this::cancel);
    runsOf(person).forEach(TrainingRun::await);
  }

  /** How far a job is, if it runs. */
  public Optional<Progress> progress(JobId job) {
    return Optional.ofNullable(runs.get(job))
        .filter(run -> !run.ended())
        .map(TrainingRun::progress);
  }

  /** The places of all waiting jobs in the queue, and how long each waits about. */
  public Map<JobId, QueuePosition> places() {
    return new QueueForecast(
            context.config().workers(),
            job -> progress(job.id()).map(Progress::remaining),
            job -> RunMonitor.rest(context, job))
        .places(context.jobs().queue());
  }

  /** Has the workers stop at once, behind a checkpoint; {@link #close} waits for them. */
  public void stop() {
    synchronized (lock) {
      stopped = true;
      runs.values().forEach(TrainingRun::interrupt);
    }
  }

  /**
   * Stops the workers; jobs stay in the queue for the next start.
   *
   * @param deadline how long they are waited for
   */
  public void close(Duration deadline) {
    stop();
    List<TrainingRun> under;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      under = List.copyOf(runs.values());
    }
    awaitAll(under, System.nanoTime() + deadline.toNanos());
    queue.stop();
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
