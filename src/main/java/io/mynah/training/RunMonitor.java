package io.mynah.training;

import io.mynah.domain.Job;
import io.mynah.domain.Person;
import io.mynah.domain.VoiceRecord;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.TrainingMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hears the trainer of one run: publishes models, stores how far it is, and tells the listener, a
 * few times a second at most. The trainer calls on one thread; what is heard can be asked by any.
 */
final class RunMonitor implements TrainingMonitor {
  /** About how long it takes to make as many messages as are judged, and to judge them. */
  private static final Duration EXAMINING = Duration.ofSeconds(8);

  private static final long TELL_MILLIS = 400;
  private static final long STORE_MILLIS = 2_000;

  private final TrainingContext context;
  private final Job job;
  private final Clock clock;
  private final TimeLeft timeLeft;
  private final Duration whole;
  private final Duration examining;
  private final LearningCurve curve;
  private volatile boolean cancelled;
  private volatile boolean interrupted;
  private volatile double fraction;
  private volatile @Nullable String sample;
  private volatile @Nullable String stage;
  private @Nullable ModelPublication publication;
  private long toldAt;
  private long storedAt;

  /** The training, which has its budget, is examined after it. */
  RunMonitor(TrainingContext context, Job job) {
    this.context = context;
    this.job = job;
    clock = context.clock();
    fraction = job.fraction();
    examining = examining(context);
    whole = whole(context, job);
    timeLeft = new TimeLeft(clock, rest(whole, fraction));
    curve = new LearningCurve(context, job);
  }

  /** What is left to be done of a job that waits, its examination included. */
  static Duration rest(TrainingContext context, Job waiting) {
    return rest(whole(context, waiting), waiting.fraction());
  }

  /** What is left of the whole when so much is done. */
  private static Duration rest(Duration whole, double done) {
    return Duration.ofMillis((long) (whole.toMillis() * (1 - done)));
  }

  private static Duration whole(TrainingContext context, Job job) {
    return budget(context, job).plus(examining(context));
  }

  private static Duration budget(TrainingContext context, Job job) {
    return Objects.requireNonNull(context.config().budgets().get(job.effort()));
  }

  private static Duration examining(TrainingContext context) {
    return context.examiner() == null ? Duration.ZERO : EXAMINING;
  }

  /** Reads what earlier runs left: the stage of the person's model, and the time spent. */
  void takeUp(Person person) {
    stage = context.voiceRecords().find(person).map(VoiceRecord::stage).orElse(null);
    curve.takeUp();
  }

  void publishTo(ModelPublication target) {
    publication = target;
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

  /** Whether the run is to end although its job is not. */
  boolean interrupted() {
    return interrupted && !cancelled;
  }

  LearningCurve curve() {
    return curve;
  }

  Progress snapshot() {
    return new Progress(fraction, timeLeft.get(), sample, stage);
  }

  @Override
  public boolean cancelled() {
    return cancelled || interrupted;
  }

  @Override
  public void progress(double reported, Duration remaining) {
    double training = 1 - (double) examining.toMillis() / whole.toMillis();
    advance(training * Math.min(1, reported), remaining.plus(examining));
  }

  /** Hears that the training is over, and that what came of it is examined. */
  void examines() {
    advance(fraction, examining);
  }

  private void advance(double done, Duration remaining) {
    boolean behind = done < fraction;
    // After an interruption it may be heard of again from the start; what is done stays done.
    fraction = Math.max(fraction, done);
    Duration rest = rest(whole, fraction);
    timeLeft.report(fraction, behind && rest.compareTo(remaining) < 0 ? rest : remaining);
    if (due(storedAt, STORE_MILLIS)) {
      storedAt = clock.millis();
      if (!context.jobs().progress(job.id(), fraction, curve.spent())) {
        cancel(); // the job was forgotten, with its person
      }
    }
    tell();
  }

  @Override
  public void sample(String text) {
    sample = text;
    tell();
  }

  @Override
  public void judged(String judgedStage, double validationBits) {
    if (!cancelled()) {
      curve.add(judgedStage, validationBits);
    }
  }

  @Override
  public void improved(LanguageModel model, String newStage, double validationBits) {
    if (cancelled()) {
      return;
    }
    try {
      ModelPublication target = Objects.requireNonNull(publication);
      if (target.offer(model, newStage, validationBits)) {
        boolean fresh = !newStage.equals(stage);
        stage = newStage;
        toldAt = fresh ? 0 : toldAt; // the first voice, and a better kind, are not waited for
        tell();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a model was not published", e);
    }
  }

  private void tell() {
    if (!cancelled() && due(toldAt, TELL_MILLIS)) {
      toldAt = clock.millis();
      context
          .notifier()
          .changed(
              new Job(
                  job.id(),
                  job.owner(),
                  job.person(),
                  job.effort(),
                  job.state(),
                  fraction,
                  null,
                  job.notice(),
                  job.createdAt()));
    }
  }

  private boolean due(long last, long interval) {
    long passed = clock.millis() - last;
    return passed < 0 || passed >= interval;
  }
}
