package io.mynah.training;

import static java.util.Objects.requireNonNull;

import io.mynah.domain.Correction;
import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.domain.Message;
import io.mynah.domain.Person;
import io.mynah.domain.Persona;
import io.mynah.domain.ReportCard;
import io.mynah.domain.VoiceFigures;
import io.mynah.lm.LearningSet;
import io.mynah.lm.TooLittleText;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.VoiceExaminer;
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

  private final Bench bench;
  private final Job job;
  private final RunMonitor monitor;
  private final CountDownLatch done = new CountDownLatch(1);

  /** Reads nothing: a claimed job whose record cannot be read is to fail, not to hang. */
  TrainingRun(Bench bench, Job job) {
    this.bench = bench;
    this.job = job;
    monitor = new RunMonitor(bench, job);
  }

  private Duration budget() {
    return requireNonNull(bench.config().budgets().get(job.effort()));
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
        bench.announcer().changed(job);
      }
      settle(attempt());
    } catch (RuntimeException | Error fault) {
      // The row says RUNNING still: the job goes on at the next start.
      log.error("job {} was left as it is: {}", job.id().value(), Diagnosis.describe(fault));
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
      return Optional.of(Diagnosis.stored(Failure.TOO_LITTLE_TEXT, e));
    } catch (Diagnosis.Forgotten wanted) {
      return Optional.of(Failure.FORGOTTEN.name());
    } catch (IOException | RuntimeException | Error fault) {
      Failure failure = Diagnosis.of(fault, bench.checkpoints().folder());
      log.error("job {}: {}, {}", job.id().value(), failure, Diagnosis.describe(fault));
      return Optional.of(Diagnosis.stored(failure, fault));
    }
  }

  /** A voice that learned what is masked now, and cannot learn anew, is not to speak on. */
  private void dropOutdated() {
    try {
      if (person().flatMap(bench.personas()::find).filter(TrainingRun::isOutdated).isPresent()) {
        bench.personas().delete(job.owner(), job.person());
        bench.models().delete(job.person());
      }
    } catch (IOException | RuntimeException e) {
      log.warn("an old model of job {} was not deleted: {}", job.id().value(), e.getClass());
    }
  }

  /** Who is learned from; empty if they are forgotten. */
  private Optional<Person> person() {
    return bench.corpora().person(job.owner(), job.person());
  }

  private static boolean isOutdated(Persona persona) {
    return persona.preparation() < LearningSet.PREPARATION;
  }

  private void train() throws IOException, TrainingCancelled, TooLittleText {
    if (monitor.cancelled()) {
      throw new TrainingCancelled();
    }
    Person person = person().orElseThrow(Diagnosis.Forgotten::new);
    monitor.takeUp(person);
    boolean spokeBefore = bench.personas().find(person).filter(this::isBeforeJob).isPresent();
    int own = person.messages();
    if (own < bench.config().minMessages()) {
      throw new TooLittleText(own, bench.config().minMessages());
    }
    List<Turn> turns =
        bench
            .corpora()
            .latest(person, bounded(LearningSet.MOST_OF_CHAT), bounded(LearningSet.MOST_OF_OWN))
            .stream()
            .map(TrainingRun::turn)
            .toList();
    List<Correction> corrections = bench.corrections().of(person);
    Publication publication = new Publication(bench, job, person, own + corrections.size());
    monitor.publishTo(publication);
    // The seed is the same again after an interruption.
    LearningSet data = LearningSet.of(person.key(), turns, corrections, monitor::cancelled);
    long seed = job.person().value();
    DataKey key = bench.corpora().key(person.id()).orElseThrow(Diagnosis.Forgotten::new);
    bench.trainer().train(data, budget(), seed, bench.checkpoints().of(job.id(), key), monitor);
    if (monitor.cancelled()) {
      throw new TrainingCancelled();
    }
    Optional<ReportCard> card = examine(data, seed, own, publication);
    publication.finish();
    card.ifPresent(made -> bench.cards().save(person, made, isDue(person, spokeBefore)));
  }

  private boolean isBeforeJob(Persona voice) {
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
        && bench.cards().find(person).isEmpty()
        && (spokeBefore || !bench.jobs().isTrainedBefore(job));
  }

  /** Measures what the training came to. That it cannot be measured makes no model worse. */
  private Optional<ReportCard> examine(
      LearningSet data, long seed, int messages, Publication publication) throws TrainingCancelled {
    VoiceExaminer examiner = bench.examiner();
    if (examiner == null) {
      return Optional.empty();
    }
    double seconds = monitor.curve().spent().toMillis() / 1e3;
    monitor.examines();
    try (ModelLibrary.Lease lease = publication.best()) {
      VoiceFigures figures = examiner.examine(data, lease.model(), seed, monitor::cancelled);
      return Optional.of(
          new ReportCard(
              messages, seconds, publication.bestBits(), bench.cards().curve(job.id()), figures));
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError fault) {
      log.warn("job {} was not examined: {}", job.id().value(), Diagnosis.describe(fault));
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
      insist(() -> bench.jobs().progress(job.id(), progress().fraction(), monitor.curve().spent()));
      insist(() -> bench.jobs().requeue(job.id()));
      return;
    }
    Runnable record = () -> record(failure);
    if (!wentWell(record)) {
      // A full disk may not even take the row.
      bench.checkpoints().delete(job.id());
      failure.ifPresent(why -> bench.announcer().changed(with(JobState.FAILED, why)));
      insist(record);
    }
    bench.checkpoints().delete(job.id());
    Optional<Job> ended = bench.jobs().find(job.owner(), job.id());
    clear(ended.isEmpty());
    bench.announcer().changed(ended.orElseGet(() -> with(JobState.CANCELLED, null)));
  }

  private void record(Optional<String> failure) {
    if (failure.isPresent()) {
      bench.jobs().fail(job.id(), failure.get(), bench.clock().instant());
    } else {
      bench.jobs().finish(job.id(), bench.clock().instant());
    }
  }

  /** Deletes the model kept aside; all models of someone who was forgotten meanwhile. */
  private void clear(boolean forgotten) {
    try {
      if (forgotten) {
        bench.models().delete(job.person());
      } else {
        bench.models().dropCandidate(job.person());
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
      log.warn("job {} cannot be recorded: {}", job.id().value(), Diagnosis.describe(fault));
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
