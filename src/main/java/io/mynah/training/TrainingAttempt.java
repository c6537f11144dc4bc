package io.mynah.training;

import static java.util.Objects.requireNonNull;

import io.mynah.domain.Correction;
import io.mynah.domain.Job;
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
import io.mynah.models.ModelLibrary;
import io.mynah.store.database.Change;
import io.mynah.store.database.FaultKind;
import io.mynah.store.jobs.JobClaims;
import io.mynah.vault.DataKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at the training of a job: trains, publishes the models and examines the result. For
 * one thread.
 */
final class TrainingAttempt {
  private static final Logger log = LoggerFactory.getLogger(TrainingAttempt.class);

  /**
   * Bytes of heap allowed for one UTF-16 unit of training text. Text is held several times,
   * messages are short, and other work needs heap, too.
   */
  private static final int HEAP_A_UNIT = 100;

  private final TrainingContext context;
  private final JobClaims.Claim claim;
  private final Job job;
  private final RunMonitor monitor;

  /** Creates an attempt, which reports to the monitor and stops when it is cancelled. */
  TrainingAttempt(TrainingContext context, JobClaims.Claim claim, RunMonitor monitor) {
    this.context = context;
    this.claim = claim;
    this.monitor = monitor;
    job = claim.job();
  }

  /**
   * Trains to the end, or until the monitor is cancelled. Throws nothing.
   *
   * @param triedAgain whether the job is tried again after a fault that passes
   */
  TrainingOutcome execute(boolean triedAgain) {
    try {
      train();
      return new TrainingOutcome.Ended();
    } catch (TrainingCancelled wanted) {
      return new TrainingOutcome.Ended();
    } catch (TooLittleText e) {
      dropOutdated();
      return new TrainingOutcome.Failed(
          FailureClassifier.stored(TrainingFailure.TOO_LITTLE_TEXT, e));
    } catch (FailureClassifier.Forgotten wanted) {
      return new TrainingOutcome.Failed(TrainingFailure.FORGOTTEN.name());
    } catch (IOException | RuntimeException | Error fault) {
      if (FailureClassifier.isOfEndedClaim(fault)) {
        return new TrainingOutcome.Ended();
      }
      if (triedAgain && FaultKind.isPassing(fault)) {
        log.warn("job {} is tried again: the database was out of reach", job.id().value());
        return new TrainingOutcome.Postponed();
      }
      TrainingFailure failure = FailureClassifier.of(fault, context.checkpoints()::isFull);
      log.error("job {}: {}", job.id().value(), failure, fault);
      return new TrainingOutcome.Failed(FailureClassifier.stored(failure, fault));
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
          .filter(TrainingAttempt::isOutdated)
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

  private Duration budget() {
    return requireNonNull(context.config().budgets().get(job.effort()));
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
}
