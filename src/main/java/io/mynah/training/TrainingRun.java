package io.mynah.training;

import static java.util.Objects.requireNonNull;

import io.mynah.domain.Correction;
import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.domain.Person;
import io.mynah.domain.ReportCard;
import io.mynah.domain.VoiceFigures;
import io.mynah.domain.VoiceRecord;
import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.evaluation.VoiceExaminer;
import io.mynah.lm.training.Candidate;
import io.mynah.lm.training.TooLittleText;
import io.mynah.lm.training.TrainingData;
import io.mynah.lm.training.VoiceTraining;
import io.mynah.logging.LogContext;
import io.mynah.models.ModelLibrary;
import io.mynah.store.database.Change;
import io.mynah.store.database.FaultKind;
import io.mynah.store.jobs.JobClaims;
import io.mynah.vault.DataKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes one training job. A worker calls {@link #run}; any thread may call the rest. */
final class TrainingRun {
  private static final Logger log = LoggerFactory.getLogger(TrainingRun.class);

  /** How often a database write is tried, half a second apart, when the process is about to end. */
  private static final int LAST_ATTEMPTS = 5;

  private static final int ATTEMPTS_A_MINUTE = 120;

  /** After so many faults of a moment, the next one is a failure. The last pause is a minute. */
  private static final int MOST_FAULTS = 7;

  /**
   * Bytes of heap allowed for one UTF-16 unit of training text. Text is held several times,
   * messages are short, and other work needs heap, too.
   */
  private static final int HEAP_A_UNIT = 100;

  private final TrainingContext context;
  private final JobClaims.Claim claim;
  private final Job job;
  private final RunMonitor monitor;
  private final CountDownLatch done = new CountDownLatch(1);

  private final int faults;

  /** Whether the job is to go on from its checkpoint, since a fault of a moment ended this run. */
  private boolean again;

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

  private Duration budget() {
    return requireNonNull(context.config().budgets().get(job.effort()));
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
      settle(attempt());
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
      pause();
    }
  }

  /** Trains. Returns the failure, if there is one. */
  private Optional<String> attempt() {
    try {
      train();
      return Optional.empty();
    } catch (TrainingCancelled wanted) {
      return Optional.empty();
    } catch (TooLittleText e) {
      dropOutdated();
      return Optional.of(FailureClassifier.stored(TrainingFailure.TOO_LITTLE_TEXT, e));
    } catch (FailureClassifier.Forgotten wanted) {
      return Optional.of(TrainingFailure.FORGOTTEN.name());
    } catch (IOException | RuntimeException | Error fault) {
      if (FailureClassifier.isOfEndedClaim(fault)) {
        return Optional.empty();
      }
      if (faults < MOST_FAULTS && FaultKind.isPassing(fault)) {
        log.warn("job {} is tried again: the database was out of reach", job.id().value());
        again = true;
        return Optional.empty();
      }
      TrainingFailure failure = FailureClassifier.of(fault, context.checkpoints()::isFull);
      log.error("job {}: {}", job.id().value(), failure, fault);
      return Optional.of(FailureClassifier.stored(failure, fault));
    }
  }

  /**
   * Deletes a model from an older text preparation that cannot be retrained, since it may have
   * learned texts that are masked now.
   */
  private void dropOutdated() {
    try {
      if (person()
          .flatMap(context.stores().voiceRecords()::find)
          .filter(TrainingRun::isOutdated)
          .isPresent()) {
        // The files first: without the records, nobody would look for them again.
        context.models().delete(job.person());
        context.stores().voiceRecords().deleteAll(job.owner(), job.person());
      }
    } catch (RuntimeException e) {
      log.warn("an old model of job {} was not deleted: {}", job.id().value(), e.getClass());
    }
  }

  /** The person to be trained; empty if they were erased, or joined to another one. */
  private Optional<Person> person() {
    return context
        .stores()
        .corpora()
        .person(job.owner(), job.person())
        .filter(person -> person.id().equals(job.person()));
  }

  private static boolean isOutdated(VoiceRecord voiceRecord) {
    return voiceRecord.preparation() < TrainingData.PREPARATION;
  }

  private void train() throws IOException, TrainingCancelled, TooLittleText {
    if (monitor.cancelled()) {
      throw new TrainingCancelled();
    }
    Person person = person().orElseThrow(FailureClassifier.Forgotten::new);
    monitor.readEarlierRuns(person);
    boolean hadModel =
        context.stores().voiceRecords().find(person).filter(this::isBeforeJob).isPresent();
    int own = person.messages();
    if (own < context.config().minMessages()) {
      throw new TooLittleText(own, context.config().minMessages());
    }
    List<Turn> turns =
        TrainingTurns.of(
            context.stores().corpora(),
            person,
            bounded(TrainingData.MOST_OF_CHAT),
            bounded(TrainingData.MOST_OF_OWN));
    List<Correction> corrections = context.stores().corrections().of(person);
    ModelPublication publication =
        new ModelPublication(context, claim, person, own + corrections.size());
    // The seed stays the same after an interruption.
    TrainingData data = TrainingData.of(person.key(), turns, corrections, monitor::cancelled);
    long seed = job.person().value();
    DataKey key =
        context.stores().corpora().key(person.id()).orElseThrow(FailureClassifier.Forgotten::new);
    CheckpointFiles checkpoints = context.checkpoints().of(claim, key);
    try (VoiceTraining training =
        context.trainer().begin(data, budget(), seed, checkpoints, monitor)) {
      for (var made = training.next(); made.isPresent(); made = training.next()) {
        take(made.get(), publication);
      }
    }
    if (monitor.cancelled()) {
      throw new TrainingCancelled();
    }
    Optional<ReportCard> card = examine(data, seed, own, publication);
    publication.finish();
    card.ifPresent(made -> save(person, made, isDue(person, hadModel)));
  }

  private void save(Person person, ReportCard card, boolean due) {
    Change saving =
        context
            .stores()
            .voiceRecords()
            .versions()
            .unlessKept(person.id(), job.id())
            .and(context.stores().cards().saving(person, card, due));
    boolean unused = context.stores().claims().make(claim, saving);
  }

  /** Records what the training made, and publishes it or keeps it if it is good enough. */
  private void take(Candidate made, ModelPublication publication) throws IOException {
    if (monitor.cancelled()) {
      return;
    }
    if (!made.provisional()) {
      monitor.curve().add(made.stage(), made.validationBits());
    }
    if (made.noWorse() && publication.offer(made)) {
      monitor.published(made.stage());
    }
    if (made.sample() != null) {
      monitor.sample(made.sample());
    }
  }

  private boolean isBeforeJob(VoiceRecord voice) {
    return voice.trainedAt().isBefore(job.createdAt());
  }

  /**
   * Whether to show the card unasked, which is done only for a person's first. A model that is
   * retrained after its deletion is not the first.
   *
   * @param hadModel whether the person had a model when the job was created
   */
  private boolean isDue(Person person, boolean hadModel) {
    return job.notice() != null
        && context.stores().cards().find(person).isEmpty()
        && (hadModel || !context.stores().jobs().isTrainedBefore(job));
  }

  /** Evaluates the result of the training. A failure of that does not fail the training. */
  private Optional<ReportCard> examine(
      TrainingData data, long seed, int messages, ModelPublication publication)
      throws TrainingCancelled {
    VoiceExaminer examiner = context.examiner();
    if (examiner == null) {
      return Optional.empty();
    }
    double seconds = monitor.curve().spent().toMillis() / 1e3;
    monitor.examines();
    try (ModelLibrary.Lease lease = publication.best()) {
      VoiceFigures figures = examiner.examine(data, lease.model(), seed, monitor::cancelled);
      return Optional.of(
          new ReportCard(
              messages,
              seconds,
              publication.bestBits(),
              context.stores().cards().curve(job.id()),
              figures));
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError fault) {
      log.warn("job {} was not examined", job.id().value(), fault);
      return Optional.empty();
    }
  }

  /** Limits the amount of text by the heap, since a full heap would harm other work, too. */
  private static long bounded(long most) {
    return Math.min(most, Runtime.getRuntime().maxMemory() / HEAP_A_UNIT);
  }

  /** Records how the run ended, and deletes files that are no longer needed. */
  private void settle(Optional<String> failure) {
    // A failure during an interruption may be caused by it, so the job is tried again.
    if (monitor.interrupted() || again) {
      log.info("training stopped: it goes on later");
      repeatUntilStored(
          () -> {
            boolean unused =
                context
                    .stores()
                    .claims()
                    .progress(claim, progress().fraction(), monitor.curve().spent());
          });
      repeatUntilStored(
          () -> {
            requeued = context.stores().claims().requeue(claim);
          });
      return;
    }
    Runnable record = () -> record(failure);
    if (!isStored(record)) {
      // The disk may be too full even for the row.
      context.checkpoints().delete(job.id());
      failure.ifPresent(why -> context.notifier().changed(with(JobState.FAILED, why)));
      repeatUntilStored(record);
    }
    Optional<Job> ended = context.stores().jobs().find(job.owner(), job.id());
    if (ended.isPresent() && !ended.get().state().ended()) {
      return; // another process goes on with it
    }
    context.checkpoints().delete(job.id());
    deleteModels(ended.isEmpty());
    context.notifier().changed(ended.orElseGet(() -> with(JobState.CANCELLED, null)));
  }

  private void record(Optional<String> failure) {
    JobClaims claims = context.stores().claims();
    boolean recorded =
        failure.isPresent()
            ? claims.fail(claim, failure.get(), context.clock().instant())
            : claims.finish(claim, context.clock().instant());
    if (!recorded) {
      log.info("training stopped: cancelled or erased, or another process goes on with it");
      return;
    }
    Job ended = with(failure.isPresent() ? JobState.FAILED : JobState.DONE, failure.orElse(null));
    Duration spent = monitor.curve().spent();
    log.info("training ended: {} after {} s", ended.state(), spent.toSeconds());
    context.notifier().ended(ended, spent);
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

  private Job with(JobState state, @Nullable String failure) {
    return new Job(
        job.id(),
        job.owner(),
        job.person(),
        job.effort(),
        state,
        progress().fraction(),
        failure,
        job.notice(),
        job.createdAt());
  }

  private boolean isStored(Runnable write) {
    try {
      write.run();
      return true;
    } catch (RuntimeException fault) {
      log.warn("job {} cannot be recorded", job.id().value(), fault);
      return false;
    }
  }

  /**
   * Repeats a write until it succeeds, as the disk may be full or the database busy, and then
   * nothing else could be trained either. If the process ends first, the row still says RUNNING,
   * and the next start continues the job.
   */
  private void repeatUntilStored(Runnable write) {
    int left = LAST_ATTEMPTS;
    for (int attempt = 1; ; attempt++) {
      try {
        write.run();
        return;
      } catch (RuntimeException fault) {
        left -= monitor.ending() ? 1 : 0;
        if (left == 0) {
          throw fault;
        }
        if (attempt % ATTEMPTS_A_MINUTE == 0) {
          log.warn("job {} still cannot be recorded", job.id().value());
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
