package io.mynah.training;

import static java.util.Objects.requireNonNull;

import io.mynah.domain.Correction;
import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.domain.Message;
import io.mynah.domain.Person;
import io.mynah.domain.ReportCard;
import io.mynah.domain.VoiceFigures;
import io.mynah.domain.VoiceRecord;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.evaluation.VoiceExaminer;
import io.mynah.lm.training.TooLittleText;
import io.mynah.lm.training.TrainingData;
import io.mynah.models.ModelLibrary;
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

/** One job at work. {@link #run} is for a worker, everything else for any thread. */
final class TrainingRun {
  private static final Logger log = LoggerFactory.getLogger(TrainingRun.class);

  /** How often a row is written, half a second apart, when the process is about to end. */
  private static final int LAST_ATTEMPTS = 5;

  private static final int ATTEMPTS_A_MINUTE = 120;

  /**
   * Bytes of the heap, of which others need some, for a UTF-16 unit of text that is learned: it is
   * there several times, and messages are short.
   */
  private static final int HEAP_A_UNIT = 100;

  private final TrainingContext context;
  private final Job job;
  private final RunMonitor monitor;
  private final CountDownLatch done = new CountDownLatch(1);

  /** Reads nothing: a claimed job whose record cannot be read is to fail, not to hang. */
  TrainingRun(TrainingContext context, Job job) {
    this.context = context;
    this.job = job;
    monitor = new RunMonitor(context, job);
  }

  private Duration budget() {
    return requireNonNull(context.config().budgets().get(job.effort()));
  }

  Job job() {
    return job;
  }

  Progress progress() {
    return monitor.snapshot();
  }

  /** Ends the job for good, within a second or two. */
  void cancel() {
    monitor.cancel();
  }

  /** Ends the run within a second or two; the job goes on from its checkpoint another time. */
  void interrupt() {
    monitor.interrupt();
  }

  /** Whether nothing of the run is under way any more. */
  boolean ended() {
    return done.getCount() == 0;
  }

  /** Returns when nothing of the run is under way any more. */
  void await() {
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // what the caller is about to delete must not be written to
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the end of the run; says whether it came in time. */
  boolean await(Duration timeout) throws InterruptedException {
    return done.await(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS);
  }

  /** Trains to the end, or until it is cancelled or interrupted. Throws nothing. */
  void run() {
    try {
      if (!monitor.cancelled()) {
        context.notifier().changed(job);
      }
      settle(attempt());
    } catch (RuntimeException | Error fault) {
      // The row says RUNNING still: the job goes on at the next start.
      log.error(
          "job {} was left as it is: {}", job.id().value(), FailureClassifier.describe(fault));
    } finally {
      done.countDown();
    }
  }

  /** Trains; returns why it failed, or nothing. */
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
      TrainingFailure failure = FailureClassifier.of(fault, context.checkpoints().folder());
      log.error("job {}: {}, {}", job.id().value(), failure, FailureClassifier.describe(fault));
      return Optional.of(FailureClassifier.stored(failure, fault));
    }
  }

  /** A voice that learned what is masked now, and cannot learn anew, is not to speak on. */
  private void dropOutdated() {
    try {
      if (person()
          .flatMap(context.voiceRecords()::find)
          .filter(TrainingRun::isOutdated)
          .isPresent()) {
        context.voiceRecords().delete(job.owner(), job.person());
        context.models().delete(job.person());
      }
    } catch (IOException | RuntimeException e) {
      log.warn("an old model of job {} was not deleted: {}", job.id().value(), e.getClass());
    }
  }

  /** Who is learned from; empty if they are forgotten. */
  private Optional<Person> person() {
    return context.corpora().person(job.owner(), job.person());
  }

  private static boolean isOutdated(VoiceRecord voiceRecord) {
    return voiceRecord.preparation() < TrainingData.PREPARATION;
  }

  private void train() throws IOException, TrainingCancelled, TooLittleText {
    if (monitor.cancelled()) {
      throw new TrainingCancelled();
    }
    Person person = person().orElseThrow(FailureClassifier.Forgotten::new);
    monitor.takeUp(person);
    boolean spokeBefore = context.voiceRecords().find(person).filter(this::isBeforeJob).isPresent();
    int own = person.messages();
    if (own < context.config().minMessages()) {
      throw new TooLittleText(own, context.config().minMessages());
    }
    List<Turn> turns =
        context
            .corpora()
            .latest(person, bounded(TrainingData.MOST_OF_CHAT), bounded(TrainingData.MOST_OF_OWN))
            .stream()
            .map(TrainingRun::turn)
            .toList();
    List<Correction> corrections = context.corrections().of(person);
    ModelPublication publication =
        new ModelPublication(context, job, person, own + corrections.size());
    monitor.publishTo(publication);
    // The seed is the same again after an interruption.
    TrainingData data = TrainingData.of(person.key(), turns, corrections, monitor::cancelled);
    long seed = job.person().value();
    DataKey key = context.corpora().key(person.id()).orElseThrow(FailureClassifier.Forgotten::new);
    context.trainer().train(data, budget(), seed, context.checkpoints().of(job.id(), key), monitor);
    if (monitor.cancelled()) {
      throw new TrainingCancelled();
    }
    Optional<ReportCard> card = examine(data, seed, own, publication);
    publication.finish();
    card.ifPresent(made -> context.cards().save(person, made, isDue(person, spokeBefore)));
  }

  private boolean isBeforeJob(VoiceRecord voice) {
    return voice.trainedAt().isBefore(job.createdAt());
  }

  /**
   * Whether the card is to be shown unasked: only the first of a person is. A voice that is made
   * anew because it was erased had its first card before.
   *
   * @param spokeBefore whether there was a voice when the job was asked for
   */
  private boolean isDue(Person person, boolean spokeBefore) {
    return job.notice() != null
        && context.cards().find(person).isEmpty()
        && (spokeBefore || !context.jobs().isTrainedBefore(job));
  }

  /** Measures what the training came to. That it cannot be measured makes no model worse. */
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
              messages, seconds, publication.bestBits(), context.cards().curve(job.id()), figures));
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError fault) {
      log.warn("job {} was not examined: {}", job.id().value(), FailureClassifier.describe(fault));
      return Optional.empty();
    }
  }

  /** As much as the heap bears: one that is full would take other work down, too. */
  private static long bounded(long most) {
    return Math.min(most, Runtime.getRuntime().maxMemory() / HEAP_A_UNIT);
  }

  private static Turn turn(Message message) {
    return new Turn(message.sender(), message.sentAt(), message.text());
  }

  /** Records how the run ended, and clears away what is not needed any more. */
  private void settle(Optional<String> failure) {
    // What failed while it was stopped may have failed for that: it is tried again, too.
    if (monitor.interrupted()) {
      insist(
          () -> context.jobs().progress(job.id(), progress().fraction(), monitor.curve().spent()));
      insist(() -> context.jobs().requeue(job.id()));
      return;
    }
    Runnable record = () -> record(failure);
    if (!wentWell(record)) {
      // A full disk may not even take the row.
      context.checkpoints().delete(job.id());
      failure.ifPresent(why -> context.notifier().changed(with(JobState.FAILED, why)));
      insist(record);
    }
    context.checkpoints().delete(job.id());
    Optional<Job> ended = context.jobs().find(job.owner(), job.id());
    clear(ended.isEmpty());
    context.notifier().changed(ended.orElseGet(() -> with(JobState.CANCELLED, null)));
  }

  private void record(Optional<String> failure) {
    if (failure.isPresent()) {
      context.jobs().fail(job.id(), failure.get(), context.clock().instant());
    } else {
      context.jobs().finish(job.id(), context.clock().instant());
    }
  }

  /** Deletes the model kept aside; all models of someone who was forgotten meanwhile. */
  private void clear(boolean forgotten) {
    try {
      if (forgotten) {
        context.models().delete(job.person());
      } else {
        context.models().dropCandidate(job.person());
      }
    } catch (IOException e) {
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

  private boolean wentWell(Runnable write) {
    try {
      write.run();
      return true;
    } catch (RuntimeException fault) {
      log.warn(
          "job {} cannot be recorded: {}", job.id().value(), FailureClassifier.describe(fault));
      return false;
    }
  }

  /**
   * Tries until it goes well: the disk may be full, or the database busy. Nothing else could be
   * trained meanwhile. When the process ends the row says RUNNING still, and the job goes on.
   */
  private void insist(Runnable write) {
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
