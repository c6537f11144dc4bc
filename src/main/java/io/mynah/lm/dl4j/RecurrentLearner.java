package io.mynah.lm.dl4j;

import io.mynah.lm.LearningTask;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.NeuralTraining;
import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.optimization.CheckpointFile;
import io.mynah.lm.optimization.Fingerprint;
import io.mynah.lm.optimization.LearningRate;
import io.mynah.lm.optimization.TrainingLoop;
import io.mynah.lm.recurrent.RecurrentFormat;
import io.mynah.lm.recurrent.RecurrentModel;
import io.mynah.lm.recurrent.RecurrentWeights;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Trains an LSTM with tied embeddings (see {@link RecurrentConfig} for its shape) with
 * Deeplearning4j. The resulting models need no native code. With enough time, the same data, seed
 * and configuration give the same weights on the same machine. Thread-safe.
 */
public final class RecurrentLearner implements NeuralLearner {
  /**
   * A killed process loses at most this much work, and the n-gram stage, which is repeated: 30
   * seconds together. The checkpoint of a network that started from a base has 70 MB, too much to
   * be written all the time.
   */
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(20);

  private static final Duration EVALUATION_INTERVAL = Duration.ofMinutes(1);

  private final RecurrentConfig config;
  private final RecurrentConfig tuning;
  private final Supplier<Precision> precision;
  private final Duration checkpointInterval;

  /** A learner for people of a chat. */
  public RecurrentLearner(VoiceParameters.Network parameters) {
    this(parameters.fromNothing(), parameters.fromBase());
  }

  /** A learner with the same configuration with and without an initial model. */
  public RecurrentLearner(RecurrentConfig config) {
    this(config, config);
  }

  /**
   * @param config for a training from nothing
   * @param tuning for a training from an initial model, which determines the shape
   */
  public RecurrentLearner(RecurrentConfig config, RecurrentConfig tuning) {
    this(config, tuning, Precision::fastest, CHECKPOINT_INTERVAL);
  }

  /** A learner with a given precision, for tests. */
  RecurrentLearner(RecurrentConfig config, Precision precision) {
    this(config, config, () -> precision, CHECKPOINT_INTERVAL);
  }

  private RecurrentLearner(
      RecurrentConfig config,
      RecurrentConfig tuning,
      Supplier<Precision> precision,
      Duration checkpointInterval) {
    this.config = config;
    this.tuning = tuning;
    this.precision = precision;
    this.checkpointInterval = checkpointInterval;
  }

  /**
   * Whether a file can hold a model with this vocabulary that was trained without an initial model.
   */
  public boolean canKeep(int vocabulary) {
    return RecurrentFormat.holds(vocabulary, config.hidden(), config.layers());
  }

  /**
   * The same learner with another time between checkpoints.
   *
   * @param interval how much work is lost at most when the process dies
   */
  public RecurrentLearner checkpointingEvery(Duration interval) {
    return new RecurrentLearner(config, tuning, precision, interval);
  }

  /**
   * {@inheritDoc}
   *
   * <p>An interrupted training continues where it was, with what is left of its budget, and first
   * passes its best model on again. If no token of one of the streams has a weight, there is
   * nothing to learn or to judge by, and the training gives no model.
   *
   * @throws IllegalArgumentException when no learner of this class made the initial model
   */
  @Override
  public NeuralTraining begin(LearningTask task, TrainingMonitor monitor) {
    if (!task.training().counts() || !task.validation().counts()) {
      return NeuralTraining.ofNothing();
    }
    RecurrentWeights initial = task.initial() == null ? null : weights(task.initial());
    RecurrentConfig suited =
        initial == null ? config : tuning.shaped(initial.hidden(), initial.layers().length);
    float[] from = initial == null ? new float[0] : initial.flat();
    long started = System.nanoTime();
    String how = suited.toString();
    CheckpointFile file = new CheckpointFile(task.checkpoints(), Fingerprint.of(how, task, from));
    TrainingLoop.Settings settings =
        new TrainingLoop.Settings(
            new LearningRate(suited.learningRate(), suited.warmupSteps(), suited.finalRate(), 1),
            suited.maxEpochs(),
            suited.patience(),
            checkpointInterval,
            EVALUATION_INTERVAL);
    RecurrentTraining training = new RecurrentTraining(suited, precision.get(), task, from);
    return new TrainingLoop(training, settings, task.budget(), started, file, monitor);
  }

  private static RecurrentWeights weights(TokenModel model) {
    if (!(model instanceof RecurrentModel recurrent)) {
      throw new IllegalArgumentException("not a recurrent model");
    }
    return recurrent.weights();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when no learner of this class made the model
   */
  @Override
  public void write(TokenModel model, DataOutputStream out) throws IOException {
    RecurrentFormat.write(weights(model), config.halfPrecisionFiles(), out);
  }

  @Override
  public TokenModel read(DataInputStream in) throws IOException {
    return new RecurrentModel(RecurrentFormat.read(in));
  }

  @Override
  public boolean knows(TokenModel model) {
    return model instanceof RecurrentModel;
  }

  @Override
  public boolean writes(int magic) {
    return magic == RecurrentFormat.MAGIC;
  }
}
