package io.mynah.lm.transformer.training;

import io.mynah.lm.LearningTask;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.optimization.CheckpointFile;
import io.mynah.lm.optimization.Fingerprint;
import io.mynah.lm.optimization.LearningRate;
import io.mynah.lm.optimization.TrainingLoop;
import io.mynah.lm.transformer.TransformerFormat;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.TransformerShape;
import io.mynah.lm.transformer.TransformerWeights;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Trains a transformer of the Llama form, and gives models that need no native code. The observer's
 * {@code epoch} hears only of models that are better than all before. With enough time, the same
 * data, seed and configuration give the same weights on the same machine. Thread-safe.
 */
public final class TransformerLearner implements NeuralLearner {
  private final TransformerConfig config;
  private final IntFunction<TransformerShape> shapes;
  private final Supplier<Precision> precision;
  private final int threads;

  /**
   * As fast as this machine can.
   *
   * @param shapes of a network from nothing over so many tokens
   */
  public TransformerLearner(TransformerConfig config, IntFunction<TransformerShape> shapes) {
    this(config, shapes, Precision::fastest, processors());
  }

  /**
   * With what suits a person of a chat, and of a small network where there is none to go on from.
   * Several people are trained side by side, so each has no more than two threads.
   */
  public static TransformerLearner ofPerson() {
    TransformerConfig config = TransformerConfig.ofPerson();
    return new TransformerLearner(
        config,
        size -> TransformerShape.of(size, 192, 4, 3, 1, 512, config.length()),
        Precision::fastest,
        Math.min(2, processors()));
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** As exact and on as many threads as is said, for tests and measurements. */
  TransformerLearner(
      TransformerConfig config,
      IntFunction<TransformerShape> shapes,
      Supplier<Precision> precision,
      int threads) {
    this.config = config;
    this.shapes = shapes;
    this.precision = precision;
    this.threads = threads;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A training that was cut off goes on where it was, with what is left of its budget, and hands
   * over its best model again first. When nothing in one of the streams counts there is nothing to
   * learn or to judge by, and this returns at once.
   *
   * @throws IllegalArgumentException when the initial model is no transformer
   */
  @Override
  public long learn(LearningTask task, Observer observer) throws TrainingCancelled {
    if (!task.training().counts() || !task.validation().counts()) {
      return 0;
    }
    long started = System.nanoTime();
    float[] from = task.initial() == null ? new float[0] : weights(task.initial()).flat();
    TransformerShape shape =
        task.initial() == null ? shapes.apply(task.vocabulary()) : weights(task.initial()).shape();
    CheckpointFile file =
        new CheckpointFile(
            task.checkpoints(), Fingerprint.of(config.identity() + " " + shape, task, from));
    TrainingLoop.Settings settings =
        new TrainingLoop.Settings(
            new LearningRate(
                config.learningRate(), config.warmupSteps(), config.finalRate(), config.fall()),
            config.maxEpochs(),
            config.patience(),
            config.checkpointInterval(),
            config.evaluationInterval());
    try (TransformerTraining training =
        new TransformerTraining(
            config, shape, task, task.initial() == null ? null : from, precision.get(), threads)) {
      return new TrainingLoop(training, settings, task.budget(), started, file, observer).run();
    }
  }

  private static TransformerWeights weights(TokenModel model) {
    if (!(model instanceof TransformerModel transformer)) {
      throw new IllegalArgumentException("not a transformer");
    }
    return transformer.weights();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the model is no transformer
   */
  @Override
  public void write(TokenModel model, DataOutputStream out) throws IOException {
    TransformerFormat.write(weights(model), out);
  }

  @Override
  public TokenModel read(DataInputStream in) throws IOException {
    return new TransformerModel(TransformerFormat.read(in));
  }

  @Override
  public boolean knows(TokenModel model) {
    return model instanceof TransformerModel;
  }

  @Override
  public boolean writes(int magic) {
    return magic == TransformerFormat.MAGIC;
  }
}
