package io.mynah.lm.dl4j;

import io.mynah.lm.Lesson;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.TokenStream;
import io.mynah.lm.TrainingCancelled;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training of a {@link RecurrentLearner}: windows in order, the learning rate laid over the
 * planned steps, an evaluation at the end of each epoch or part of one, the best parameters kept,
 * an end when evaluations stay worse. What is lost when the process dies are the steps since the
 * last checkpoint. Closing it frees the native memory. For one thread.
 */
final class RecurrentTraining implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecurrentTraining.class);

  private static final long SECOND = 1_000_000_000L;
  private static final long LONGEST_SILENCE = SECOND / 5;

  /** An epoch that takes longer is evaluated in parts. */
  private static final double LONGEST_INTERVAL = 60.0 * SECOND;

  /** How many windows a lane goes through on average until it is started anew. */
  private static final int WINDOWS_REMEMBERED = 10;

  /** How often a token that never comes counts as having come. */
  private static final double UNSEEN = 0.1;

  /** However short the training is, it is evaluated so many times. */
  private static final int FEWEST_EVALUATIONS = 3;

  private final RecurrentConfig config;
  private final Duration budget;
  private final long seed;
  private final CheckpointFile file;
  private final long checkpointInterval;
  private final NeuralLearner.Observer observer;
  private final Lanes lanes;
  private final Lanes measured;
  private final int width;
  private final int windows;
  private final int most;
  private final int stateLength;
  private final float lossScale;
  private final WarmupThenCosine schedule;
  private final RecurrentNetwork network;

  private StepPlan plan;
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
  private long heard;
  private long saved;
  private double told;

  /**
   * @param initial the parameters to go on from, or none
   * @param checkpointInterval time between two checkpoints, besides the one at the end
   */
  RecurrentTraining(
      RecurrentConfig config,
      Precision precision,
      Lesson lesson,
      float[] initial,
      CheckpointFile file,
      Duration checkpointInterval,
      NeuralLearner.Observer observer) {
    this.started = System.nanoTime();
    this.config = config;
    this.budget = lesson.budget();
    this.seed = lesson.seed();
    this.file = file;
    this.checkpointInterval = checkpointInterval.toNanos();
    this.observer = observer;
    this.width = Lanes.count(lesson.training().length(), config.steps(), config.lanes());
    this.lanes = Lanes.forTraining(lesson.training(), width, config.steps());
    this.measured = Lanes.forMeasuring(lesson.validation(), width, config.steps());
    this.windows = lanes.windows();
    this.most = (int) Math.min(Integer.MAX_VALUE, (long) windows * config.maxEpochs());
    this.stateLength = 2 * width * config.hidden();
    // One scale for all windows: each token counts the same, however many of its window do.
    this.lossScale = (float) (windows / lanes.weight());
    this.schedule =
        new WarmupThenCosine(config.learningRate(), config.warmupSteps(), config.finalRate());
    schedule.total(most); // what it stays with when there is time enough
    this.plan = new StepPlan(budget, most, 0);
    this.interval = Math.min(windows, shareOf(most));
    this.bestNats = Double.POSITIVE_INFINITY;
    this.network =
        new RecurrentNetwork(config, lesson.vocabulary(), width, seed, schedule, precision);
    if (initial.length > 0) {
      network.parameters(initial);
    } else {
      network.softmaxBias(logFrequencies(lesson.training(), lesson.vocabulary()));
    }
  }

  /**
   * What a network knows before it knows anything else. Found by small steps from zero, that a
   * token never comes would take longer than the training of a small chat.
   */
  private static float[] logFrequencies(TokenStream stream, int vocabulary) {
    double[] counts = new double[vocabulary];
    Arrays.fill(counts, UNSEEN);
    for (int i = 1; i < stream.length(); i++) {
      counts[stream.tokens()[i]] += stream.weights()[i];
    }
    double sum = Arrays.stream(counts).sum();
    float[] logs = new float[vocabulary];
    for (int token = 0; token < vocabulary; token++) {
      logs[token] = (float) Math.log(counts[token] / sum);
    }
    return logs;
  }

  private static int shareOf(int steps) {
    return Math.max(1, (steps + FEWEST_EVALUATIONS - 1) / FEWEST_EVALUATIONS);
  }

  /** Returns the tokens of the windows that it went through. */
  long run() throws TrainingCancelled {
    stopIfCancelled();
    takeUp();
    int first = step;
    saved = System.nanoTime();
    while (!finished) {
      boolean over = plan.isOver(step, spent());
      if (step > evaluated && (over || step % interval == 0)) {
        // It takes seconds, which come on top of what is lost if the process dies.
        saveAfter(checkpointInterval / 2);
        evaluate();
      }
      stopIfCancelled();
      if (over || finished) {
        finished = true;
        save();
      } else {
        train();
        report();
        saveAfter(checkpointInterval);
      }
    }
    if (diverged) {
      LOG.warn("training diverged at step {}", step);
      observer.diverged();
    }
    return (long) (step - first) * width * config.steps();
  }

  private long spent() {
    return System.nanoTime() - started;
  }

  private void train() {
    if (step % windows == 0) {
      network.forget();
    } else {
      forgetSome();
    }
    Lanes.Window window = lanes.window(step / windows, step % windows, seed);
    double loss = network.train(window, step, lossScale);
    step++;
    if (!Double.isFinite(loss)) {
      diverge();
    }
    boolean first = plan.total() == 0;
    if (plan.after(step, spent())) {
      schedule.total(plan.total());
      if (first) {
        chooseInterval();
      }
    }
  }

  private void diverge() {
    diverged = true;
    finished = true;
  }

  /**
   * Starts some lanes anew. Cells that nothing ever empties drift away over thousands of tokens,
   * and the network comes to rely on where they are; but whoever speaks with it begins at zero.
   */
  private void forgetSome() {
    for (int lane = 0; lane < width; lane++) {
      if (Math.floorMod(Hashes.mix(Hashes.mix(seed + step) + lane), WINDOWS_REMEMBERED) == 0) {
        network.forget(lane);
      }
    }
  }

  private void chooseInterval() {
    double epochs = Math.ceil(windows * plan.nanosPerStep() / LONGEST_INTERVAL);
    int part = (int) Math.ceil(windows / Math.max(1, epochs));
    interval = Math.min(part, shareOf(plan.total()));
  }

  /**
   * Measures, and hands over the model if it is the best so far; nothing if cancelled meanwhile.
   */
  private void evaluate() {
    float[][] state = network.state();
    network.forget();
    double sum = 0;
    for (int i = 0; i < measured.windows() && !isCancelled(); i++) {
      sum += network.score(measured.window(0, i, seed));
      report();
    }
    network.state(state);
    if (cancelled) {
      return;
    }
    evaluated = step;
    double nats = sum / measured.weight();
    LOG.debug("step {} of {}: {} nats a token", step, plan.total(), nats);
    if (!Double.isFinite(nats)) {
      diverge();
    } else if (nats < bestNats) {
      bestNats = nats;
      best = network.parameters();
      worse = 0;
      observer.epoch(network.model(best), nats);
    } else {
      worse++;
      finished = worse >= config.patience();
    }
  }

  private void report() {
    long now = System.nanoTime();
    if (now - heard >= LONGEST_SILENCE) {
      heard = now;
      told = Math.max(told, plan.fraction(step));
      observer.progress(told, plan.remaining(step, spent()));
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

  private void takeUp() {
    Snapshot snapshot =
        file.read(network.parameterCount(), network.momentCount(), config.layers(), stateLength);
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
    finished = progress.finished();
    plan = new StepPlan(budget, most, progress.total());
    if (plan.total() > 0) {
      schedule.total(plan.total());
    }
    LOG.info("training taken up at step {} of {}", step, plan.total());
    if (best != null) {
      observer.epoch(network.model(best), bestNats);
    }
  }

  /** Writes a checkpoint if the last one is so old. */
  private void saveAfter(long nanos) {
    if (System.nanoTime() - saved >= nanos) {
      save();
    }
  }

  /**
   * Writes a checkpoint, unless there is nothing in it to go on from. A full disk does not end the
   * training: it only makes an end dearer.
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

  @Override
  public void close() {
    network.close();
  }
}
