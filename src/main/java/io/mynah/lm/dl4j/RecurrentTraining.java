package io.mynah.lm.dl4j;

import io.mynah.lm.LearningTask;
import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.TokenStream;
import io.mynah.lm.numeric.Hashes;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.optimization.Trainable;
import io.mynah.lm.recurrent.RecurrentModel;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** Trains a recurrent network on a text, one window of all lanes at a time. For one thread. */
final class RecurrentTraining implements Trainable {
  /** How many windows of a lane there are, on average, between two resets of its state. */
  private static final int WINDOWS_REMEMBERED = 10;

  /** The count of a token that never occurs. */
  private static final double UNSEEN = 0.1;

  private final RecurrentConfig config;
  private final long seed;
  private final StreamLanes lanes;
  private final StreamLanes measured;
  private final int width;
  private final float lossScale;
  private final RecurrentNetwork network;

  /**
   * @param initial the parameters to start from, as one flat array; empty for none
   */
  RecurrentTraining(
      RecurrentConfig config, Precision precision, LearningTask task, float[] initial) {
    this.config = config;
    this.seed = task.seed();
    this.width = StreamLanes.count(task.training().length(), config.steps(), config.lanes());
    this.lanes = StreamLanes.forTraining(task.training(), width, config.steps());
    this.measured = StreamLanes.forMeasuring(task.validation(), width, config.steps());
    // One scale for all windows, so that each token counts the same, however many of its window
    // have a weight.
    this.lossScale = (float) (lanes.windows() / lanes.weight());
    this.network = new RecurrentNetwork(config, task.vocabulary(), width, seed, precision);
    if (initial.length > 0) {
      network.parameters(initial);
    } else {
      network.softmaxBias(logFrequencies(task.training(), task.vocabulary()));
    }
  }

  /**
   * The logarithms of the tokens' frequencies, one per token, as the initial bias. Learned by small
   * steps from zero, it would take longer than the training of a small chat until rare tokens are
   * rare.
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

  @Override
  public int stepsPerEpoch() {
    return lanes.windows();
  }

  @Override
  public int tokensPerStep() {
    return width * config.steps();
  }

  @Override
  public double train(int step, double learningRate) {
    int windows = lanes.windows();
    if (step % windows == 0) {
      network.forget();
    } else {
      forgetSome(step);
    }
    StreamLanes.Window window = lanes.window(step / windows, step % windows, seed);
    return network.train(window, step, learningRate, lossScale);
  }

  /**
   * Resets some lanes. Cells that are never reset drift over thousands of tokens, and the network
   * comes to rely on that; but in use it always starts at zero.
   */
  private void forgetSome(int step) {
    for (int lane = 0; lane < width; lane++) {
      if (Math.floorMod(Hashes.mix(Hashes.mix(seed + step) + lane), WINDOWS_REMEMBERED) == 0) {
        network.forget(lane);
      }
    }
  }

  @Override
  public double evaluate(BooleanSupplier goesOn) {
    float[][] state = network.state();
    network.forget();
    double sum = 0;
    for (int i = 0; i < measured.windows() && goesOn.getAsBoolean(); i++) {
      sum += network.score(measured.window(0, i, seed));
    }
    network.state(state);
    return sum / measured.weight();
  }

  @Override
  public float[] parameters() {
    return network.parameters();
  }

  @Override
  public void parameters(float[] values) {
    network.parameters(values);
  }

  @Override
  public int parameterCount() {
    return network.parameterCount();
  }

  @Override
  public float[] moments() {
    return network.moments();
  }

  @Override
  public void moments(float[] values) {
    network.moments(values);
  }

  @Override
  public int momentCount() {
    return network.momentCount();
  }

  @Override
  public float[][] state() {
    return network.state();
  }

  @Override
  public void state(float[][] values) {
    network.state(values);
  }

  @Override
  public RecurrentModel model(float[] values) {
    return network.model(values);
  }

  @Override
  public void close() {
    network.close();
  }
}
