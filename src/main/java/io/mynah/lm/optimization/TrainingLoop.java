package io.mynah.lm.optimization;

import io.mynah.lm.NeuralTraining;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.numeric.Curves;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one training: updates in order, the learning rate over the planned steps, an evaluation at
 * the end of each epoch or part of one. It keeps the best parameters, and ends when evaluations
 * stay worse. If the process dies, only the steps since the last checkpoint are lost. It works
 * while it is asked for the next model. For one thread.
 */
public final class TrainingLoop implements NeuralTraining {
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
  private final TrainingMonitor monitor;
  private final int epoch;
  private final int most;

  private StepPlan plan;
  private int scheduled;
  private long started;
  private boolean begun;
  private int first;
  private int step;

  /** Nanoseconds that this run has spent within steps. */
  private long stepping;

  /** Whether no more step should follow. */
  private boolean over;

  /** Whether the last model was taken and the training can go on. */
  private boolean paused;

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
   * @param network closed with this
   * @param started when the budget began, from {@link System#nanoTime}
   */
  public TrainingLoop(
      Trainable network,
      Settings settings,
      Duration budget,
      long started,
      CheckpointFile file,
      TrainingMonitor monitor) {
    this.network = network;
    this.settings = settings;
    this.budget = budget;
    this.started = started;
    this.file = file;
    this.monitor = monitor;
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

  @Override
  public Optional<Epoch> next() throws TrainingCancelled {
    paused = false;
    Optional<Epoch> better = begun ? Optional.empty() : begin();
    while (better.isEmpty() && !finished) {
      better = advance();
    }
    paused = better.isPresent();
    return better;
  }

  /** Takes up an interrupted training, and passes its best model on again. */
  private Optional<Epoch> begin() throws TrainingCancelled {
    begun = true;
    stopIfCancelled();
    resume();
    first = step;
    saved = System.nanoTime();
    over = plan.isOver(step, spent());
    return best == null ? Optional.empty() : Optional.of(epoch(best));
  }

  /** Evaluates if that is due and returns the model if it is better; otherwise makes one step. */
  private Optional<Epoch> advance() throws TrainingCancelled {
    if (step > evaluated && (over || step % interval == 0)) {
      // The evaluation takes seconds, which would be lost too if the process died.
      saveAfter(checkpointInterval() / 2);
      Optional<Epoch> better = evaluate();
      if (better.isPresent()) {
        return better;
      }
    }
    stopIfCancelled();
    if (over || finished) {
      finished = true;
      save();
    } else {
      train();
      report();
      saveAfter(checkpointInterval());
      over = plan.isOver(step, spent());
    }
    return Optional.empty();
  }

  private Epoch epoch(float[] parameters) {
    return new Epoch(network.model(parameters), bestNats);
  }

  @Override
  public long tokens() {
    return (long) (step - first) * network.tokensPerStep();
  }

  @Override
  public boolean diverged() {
    return diverged;
  }

  @Override
  public void close() {
    try {
      if (paused && !finished) {
        save();
      }
    } finally {
      network.close();
    }
  }

  private long checkpointInterval() {
    return settings.checkpointInterval().toNanos();
  }

  private long spent() {
    return System.nanoTime() - started;
  }

  private void train() {
    long from = System.nanoTime();
    double loss = network.train(step, settings.rate().at(step, scheduled));
    stepping += System.nanoTime() - from;
    step++;
    if (!Double.isFinite(loss)) {
      diverge();
    }
    boolean first = plan.total() == 0;
    if (plan.after(step, spent(), stepping)) {
      scheduled = plan.total();
      if (first) {
        chooseInterval();
      }
    }
  }

  private void diverge() {
    LOG.warn("training diverged at step {}", step);
    diverged = true;
    finished = true;
  }

  private void chooseInterval() {
    double longest = settings.evaluationInterval().toNanos();
    double parts = Math.ceil(epoch * plan.nanosPerStep() / longest);
    int part = Math.max(1, (int) Math.ceil(epoch / Math.max(1, parts)));
    interval = Math.min(part, shareOf(plan.total()));
  }

  /** Evaluates. Returns the model if it is the best so far; does nothing if cancelled meanwhile. */
  private Optional<Epoch> evaluate() {
    double nats =
        network.evaluate(
            () -> {
              report();
              return !isCancelled();
            });
    if (cancelled) {
      return Optional.empty();
    }
    evaluated = step;
    LOG.debug("step {} of {}: {} nats a token", step, plan.total(), nats);
    if (!Double.isFinite(nats)) {
      diverge();
    } else if (nats < bestNats) {
      bestNats = nats;
      best = network.judged();
      worse = 0;
      return Optional.of(epoch(best));
    } else {
      worse++;
      finished = worse >= settings.patience();
    }
    return Optional.empty();
  }

  private void report() {
    long now = System.nanoTime();
    if (now - reportedAt >= REPORT_INTERVAL) {
      reportedAt = now;
      reportedFraction = Math.max(reportedFraction, plan.fraction(step));
      monitor.progress(reportedFraction, plan.remaining(step, spent()));
    }
  }

  private boolean isCancelled() {
    cancelled = cancelled || monitor.cancelled();
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
