package io.mynah.lm.optimization;

import io.mynah.lm.NeuralLearner;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.numeric.Curves;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one training: updates in order, the learning rate over the planned steps, an evaluation at
 * the end of each epoch or part of one. It keeps the best parameters, and ends when evaluations
 * stay worse. If the process dies, only the steps since the last checkpoint are lost. For one
 * thread.
 */
public final class TrainingLoop {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

  private static final long REPORT_INTERVAL = 200_000_000L;

  /** The largest share of the time that may be left unused when the training ends as planned. */
  private static final double LEFT_OVER = 0.9;

  /** Fewest evaluations, however short the training is. */
  private static final int FEWEST_EVALUATIONS = 3;

  private final Trainable network;
  private final Settings settings;
  private final Duration budget;
  private final CheckpointFile file;
  private final NeuralLearner.Observer observer;
  private final int epoch;
  private final int most;

  private StepPlan plan;
  private int scheduled;
  private long started;
  private int step;
  private int interval;
  private int evaluated;
  private int worse;
  private double bestNats;
  private float @Nullable [] best;
  private boolean finished;
  private boolean diverged;
  private boolean cancelled;
  private long reportedAt;
  private long saved;
  private double reportedFraction;

  /**
   * Settings of a training.
   *
   * @param maxEpochs how often the text is read at most
   * @param patience evaluations without a better one before training stops
   * @param checkpointInterval time between two checkpoints, apart from the one at the end
   * @param evaluationInterval an epoch that takes longer is evaluated in parts
   */
  public record Settings(
      LearningRate rate,
      int maxEpochs,
      int patience,
      Duration checkpointInterval,
      Duration evaluationInterval) {}

  /**
   * @param started when the budget began, from {@link System#nanoTime}
   */
  public TrainingLoop(
      Trainable network,
      Settings settings,
      Duration budget,
      long started,
      CheckpointFile file,
      NeuralLearner.Observer observer) {
    this.network = network;
    this.settings = settings;
    this.budget = budget;
    this.started = started;
    this.file = file;
    this.observer = observer;
    this.epoch = network.stepsPerEpoch();
    this.most = (int) Math.min(Integer.MAX_VALUE, (long) epoch * settings.maxEpochs());
    this.scheduled = most; // unchanged if there is enough time
    this.plan = new StepPlan(budget, most, 0);
    this.interval = Math.min(epoch, shareOf(most));
    this.bestNats = Double.POSITIVE_INFINITY;
  }

  private static int shareOf(int steps) {
    return Math.max(1, (steps + FEWEST_EVALUATIONS - 1) / FEWEST_EVALUATIONS);
  }

  /**
   * Trains until the plan is fulfilled or evaluations stay worse.
   *
   * @return the tokens processed, without those of an earlier run
   * @throws TrainingCancelled when the observer cancels
   */
  public long run() throws TrainingCancelled {
    stopIfCancelled();
    resume();
    int first = step;
    saved = System.nanoTime();
    while (!finished) {
      boolean isOver = plan.isOver(step, spent());
      if (step > evaluated && (isOver || step % interval == 0)) {
        // The evaluation takes seconds, which would be lost too if the process died.
        saveAfter(checkpointInterval() / 2);
        evaluate();
      }
      stopIfCancelled();
      if (isOver || finished) {
        finished = true;
        save();
      } else {
        train();
        report();
        saveAfter(checkpointInterval());
      }
    }
    if (diverged) {
      LOG.warn("training diverged at step {}", step);
      observer.diverged();
    }
    return (long) (step - first) * network.tokensPerStep();
  }

  private long checkpointInterval() {
    return settings.checkpointInterval().toNanos();
  }

  private long spent() {
    return System.nanoTime() - started;
  }

  private void train() {
    double loss = network.train(step, settings.rate().at(step, scheduled));
    step++;
    if (!Double.isFinite(loss)) {
      diverge();
    }
    boolean first = plan.total() == 0;
    if (plan.after(step, spent())) {
      scheduled = plan.total();
      if (first) {
        chooseInterval();
      }
    }
  }

  private void diverge() {
    diverged = true;
    finished = true;
  }

  private void chooseInterval() {
    double longest = settings.evaluationInterval().toNanos();
    double parts = Math.ceil(epoch * plan.nanosPerStep() / longest);
    int part = Math.max(1, (int) Math.ceil(epoch / Math.max(1, parts)));
    interval = Math.min(part, shareOf(plan.total()));
  }

  /**
   * Evaluates, and passes the model on if it is the best so far; does nothing if cancelled
   * meanwhile.
   */
  private void evaluate() {
    double nats =
        network.evaluate(
            () -> {
              report();
              return !isCancelled();
            });
    if (cancelled) {
      return;
    }
    evaluated = step;
    LOG.debug("step {} of {}: {} nats a token", step, plan.total(), nats);
    if (!Double.isFinite(nats)) {
      diverge();
    } else if (nats < bestNats) {
      bestNats = nats;
      best = network.judged();
      worse = 0;
      observer.epoch(network.model(best), nats);
    } else {
      worse++;
      finished = worse >= settings.patience();
    }
  }

  private void report() {
    long now = System.nanoTime();
    if (now - reportedAt >= REPORT_INTERVAL) {
      reportedAt = now;
      reportedFraction = Math.max(reportedFraction, plan.fraction(step));
      observer.progress(reportedFraction, plan.remaining(step, spent()));
    }
  }

  private boolean isCancelled() {
    cancelled = cancelled || observer.cancelled();
    return cancelled;
  }

  private void stopIfCancelled() throws TrainingCancelled {
    if (isCancelled()) {
      save();
      throw new TrainingCancelled();
    }
  }

  private void resume() {
    float[][] state = network.state();
    int stateLength = state.length == 0 ? 0 : state[0].length;
    Snapshot snapshot =
        file.read(network.parameterCount(), network.momentCount(), state.length, stateLength);
    if (snapshot == null) {
      return;
    }
    Snapshot.Progress progress = snapshot.progress();
    network.parameters(snapshot.parameters());
    network.moments(snapshot.moments());
    network.state(snapshot.state());
    started -= progress.spent();
    step = progress.step();
    interval = progress.interval();
    evaluated = progress.evaluated();
    worse = progress.worse();
    bestNats = progress.bestNats();
    best = snapshot.best();
    boolean longer = isLonger(progress);
    finished = progress.finished() && !longer;
    plan = new StepPlan(budget, most, longer ? 0 : progress.total());
    if (plan.total() > 0) {
      scheduled = plan.total();
    }
    LOG.info("training taken up at step {} of {}", step, plan.total());
    if (!finished) {
      report();
    }
    if (best != null) {
      observer.epoch(network.model(best), bestNats);
    }
  }

  /** Whether a finished training now has more time or more text. */
  private boolean isLonger(Snapshot.Progress progress) {
    return progress.finished()
        && progress.worse() < settings.patience()
        && progress.step() < most
        && progress.spent() < LEFT_OVER * budget.toNanos();
  }

  /** Writes a checkpoint if the last one is this old. */
  private void saveAfter(long nanos) {
    if (System.nanoTime() - saved >= nanos) {
      save();
    }
  }

  /**
   * Writes a checkpoint, unless there is nothing in it to continue from. A full disk does not end
   * the training, but more work is lost if the process dies.
   */
  private void save() {
    saved = System.nanoTime();
    float[] parameters = network.parameters();
    if (step == 0 || diverged || !Float.isFinite(Curves.sum(parameters, 0, parameters.length))) {
      return;
    }
    Snapshot.Progress progress =
        new Snapshot.Progress(
            step, plan.total(), interval, evaluated, worse, spent(), bestNats, finished);
    try {
      file.write(new Snapshot(progress, parameters, network.moments(), network.state(), best));
    } catch (IOException e) {
      LOG.warn("cannot write a checkpoint: {}", e.getClass().getSimpleName());
    }
  }
}
