package io.mynah.lm.dl4j;

import io.mynah.lm.LearningTask;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.optimization.CheckpointFile;
import io.mynah.lm.optimization.Fingerprint;
import io.mynah.lm.optimization.LearningRate;
import io.mynah.lm.optimization.TrainingLoop;
import io.mynah.lm.recurrent.RecurrentConfig;
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
 * Deeplearning4j, and gives models that need no native code. The observer's {@code epoch} hears
 * only of models that are better than all before. With enough time, the same data, seed and
 * configuration give the same weights on the same machine. Thread-safe.
 */
public final class RecurrentLearner implements NeuralLearner {
  /**
   * What a kill costs at most is this, and the n-gram stage, which is done again: 30 seconds
   * together. A checkpoint of a network on a base has 70 MB, not to be written all the time.
   */
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(20);

  private static final Duration EVALUATION_INTERVAL = Duration.ofMinutes(1);

  private final RecurrentConfig config;
  private final RecurrentConfig tuning;
  private final Supplier<Precision> precision;
  private final Duration checkpointInterval;

  /** With what suits a person of a chat. */
  public RecurrentLearner() {
    this(RecurrentConfig.defaults(), RecurrentConfig.tuning());
  }

  /** With one configuration, whether from nothing or from a model. */
  public RecurrentLearner(RecurrentConfig config) {
    this(config, config);
  }

  /**
   * @param config of a training from nothing
   * @param tuning of one that goes on from a model, which gives the shape
   */
  public RecurrentLearner(RecurrentConfig config, RecurrentConfig tuning) {
    this(config, tuning, Precision::fastest, CHECKPOINT_INTERVAL);
  }

  /** As exact as is said, for tests. */
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

  /** Whether a model of so many tokens, on no other model, can be read again once it is written. */
  public boolean canKeep(int vocabulary) {
    return RecurrentFormat.holds(vocabulary, config.hidden(), config.layers());
  }

  /**
   * The same, but with other times between checkpoints.
   *
   * @param interval how much work is lost at most when the process dies
   */
  public RecurrentLearner checkpointingEvery(Duration interval) {
    return new RecurrentLearner(config, tuning, precision, interval);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A training that was cut off goes on where it was, with what is left of its budget, and hands
   * over its best model again first. When nothing in one of the streams counts there is nothing to
   * learn or to judge by, and this returns at once.
   *
   * @throws IllegalArgumentException when the initial model is none that a learner of this class
   *     made
   */
  @Override
  public long learn(LearningTask task, Observer observer) throws TrainingCancelled {
    if (!task.training().counts() || !task.validation().counts()) {
      return 0;
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
    try (RecurrentTraining training = new RecurrentTraining(suited, precision.get(), task, from)) {
      return new TrainingLoop(training, settings, task.budget(), started, file, observer).run();
    }
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
   * @throws IllegalArgumentException when the model is none that a learner of this class made
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
