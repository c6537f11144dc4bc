package io.mynah.training;

import io.mynah.domain.Job;
import io.mynah.domain.JobState;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceRecord;
import io.mynah.lm.TrainingMonitor;
import io.mynah.store.jobs.JobClaims;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one run: stores it, and notifies the listener, a few times a second at most. The
 * training reports on one thread; any thread may read the progress.
 */
final class RunMonitor implements TrainingMonitor {
  /** The approximate time to generate and evaluate the messages of an examination. */
  private static final Duration EXAMINING = Duration.ofSeconds(12);

  private static final long NOTIFY_MILLIS = 400;
  private static final long STORE_MILLIS = 1_500;

  private final TrainingContext context;
  private final JobClaims.Claim claim;
  private final Job job;
  private final Clock clock;
  private final TimeLeft timeLeft;
  private final Duration totalTime;
  private final Duration examinationTime;
  private final LearningCurve curve;
  private volatile boolean cancelled;
  private volatile boolean interrupted;
  private volatile double fraction;
  private volatile @Nullable String sample;
  private volatile @Nullable String stage;
  private long notifiedAt;
  private long storedAt;

  /** Creates the monitor of a job: a training within its budget, followed by an examination. */
  RunMonitor(TrainingContext context, JobClaims.Claim claim) {
    this.context = context;
    this.claim = claim;
    job = claim.job();
    clock = context.clock();
    fraction = job.fraction();
    examinationTime = examinationTime(context);
    totalTime = totalTime(context, job);
    timeLeft = new TimeLeft(clock, remainingTime(totalTime, fraction));
    curve = new LearningCurve(context, claim);
  }

  /** The remaining time of a waiting job, including its examination. */
  static Duration remainingTime(TrainingContext context, Job waiting) {
    return remainingTime(totalTime(context, waiting), waiting.fraction());
  }

  /** The remaining time when a fraction is done. */
  private static Duration remainingTime(Duration totalTime, double done) {
    return Duration.ofMillis((long) (totalTime.toMillis() * (1 - done)));
  }

  private static Duration totalTime(TrainingContext context, Job job) {
    return budget(context, job).plus(examinationTime(context));
  }

  private static Duration budget(TrainingContext context, Job job) {
    return Objects.requireNonNull(context.config().budgets().get(job.effort()));
  }

  private static Duration examinationTime(TrainingContext context) {
    return context.examiner() == null ? Duration.ZERO : EXAMINING;
  }

  /** Reads the state of earlier runs: the stage of the person's model and the working time. */
  void readEarlierRuns(Person person) {
    stage = context.stores().voiceRecords().find(person).map(VoiceRecord::stage).orElse(null);
    curve.readEarlierRuns();
  }

  void cancel() {
    cancelled = true;
  }

  void interrupt() {
    interrupted = true;
  }

  /** Whether the process is about to end. */
  boolean ending() {
    return interrupted;
  }

  /** Whether the run is to stop although its job continues later. */
  boolean interrupted() {
    return interrupted && !cancelled;
  }

  LearningCurve curve() {
    return curve;
  }

  Progress snapshot() {
    return new Progress(fraction, timeLeft.get(), sample, stage);
  }

  /** The job in another state, with the present progress. */
  Job job(JobState state, @Nullable String failure) {
    return new Job(
        job.id(),
        job.owner(),
        job.person(),
        job.effort(),
        state,
        fraction,
        failure,
        job.notice(),
        job.createdAt());
  }

  @Override
  public boolean cancelled() {
    return cancelled || interrupted;
  }

  @Override
  public void progress(double reported, Duration remaining) {
    double training = 1 - (double) examinationTime.toMillis() / totalTime.toMillis();
    advance(training * Math.min(1, reported), remaining.plus(examinationTime));
  }

  /** Reports that training is over and the examination begins. */
  void examines() {
    advance(fraction, examinationTime);
  }

  private void advance(double done, Duration remaining) {
    boolean behind = done < fraction;
    // After an interruption reports may start again from zero; progress never goes back.
    fraction = Math.max(fraction, done);
    Duration planned = remainingTime(totalTime, fraction);
    timeLeft.report(fraction, behind && planned.compareTo(remaining) < 0 ? planned : remaining);
    if (due(storedAt, STORE_MILLIS)) {
      storedAt = clock.millis();
      if (!context.stores().claims().progress(claim, fraction, curve.spent())) {
        cancel(); // by another process, or erased with its person, or another goes on with it
      }
    }
    notifyListener();
  }

  /** Takes a message that the newest model generated. */
  void sample(String text) {
    sample = text;
    notifyListener();
  }

  /** Takes the stage of a model that is published. */
  void published(String newStage) {
    boolean fresh = !newStage.equals(stage);
    stage = newStage;
    notifiedAt = fresh ? 0 : notifiedAt; // report the first model of a stage at once
    notifyListener();
  }

  private void notifyListener() {
    if (!cancelled() && due(notifiedAt, NOTIFY_MILLIS)) {
      notifiedAt = clock.millis();
      context.notifier().changed(job(job.state(), null));
    }
  }

  private boolean due(long last, long interval) {
    long passed = clock.millis() - last;
    return passed < 0 || passed >= interval;
  }
}
