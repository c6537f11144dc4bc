package io.mynah.lm.transformer.training;

import io.mynah.lm.LearningTask;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.NeuralTraining;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.TransformerConfig;
import io.mynah.lm.VoiceParameters;
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
 * Trains a transformer of the Llama form. The resulting models need no native code. With enough
 * time, the same data, seed and configuration give the same weights on the same machine.
 * Thread-safe.
 */
public final class TransformerLearner implements NeuralLearner {
  private final TransformerConfig config;
  private final IntFunction<TransformerShape> shapes;
  private final Supplier<Precision> precision;
  private final int threads;

  /**
   * A learner that is as fast as this machine can be.
   *
   * @param shapes the shape of a network trained from nothing, by the size of its vocabulary
   */
  public TransformerLearner(TransformerConfig config, IntFunction<TransformerShape> shapes) {
    this(config, shapes, Precision::fastest, processors());
  }

  /**
   * A learner for people of a chat, with a small network if there is none to start from. Several
   * people are trained at the same time, so each has no more than two threads.
   */
  public static TransformerLearner ofPerson(VoiceParameters.Network parameters) {
    VoiceParameters.Shape shape = parameters.shape();
    TransformerConfig config = parameters.transformer();
    return new TransformerLearner(
        config,
        size ->
            TransformerShape.of(
                size,
                shape.width(),
                shape.layers(),
                shape.heads(),
                shape.keyHeads(),
                shape.inner(),
                config.length()),
        Precision::fastest,
        Math.min(2, processors()));
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** A learner with a given precision and number of threads, for tests and measurements. */
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
   * <p>An interrupted training continues where it was, with what is left of its budget, and first
   * passes its best model on again. If no token of one of the streams has a weight, there is
   * nothing to learn or to judge by, and the training gives no model.
   *
   * @throws IllegalArgumentException when the initial model is not a transformer
   */
  @Override
  public NeuralTraining begin(LearningTask task, TrainingMonitor monitor) {
    if (!task.training().counts() || !task.validation().counts()) {
      return NeuralTraining.ofNothing();
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
    TransformerTraining training =
        new TransformerTraining(
            config, shape, task, task.initial() == null ? null : from, precision.get(), threads);
    return new TrainingLoop(training, settings, task.budget(), started, file, monitor);
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
   * @throws IllegalArgumentException when the model is not a transformer
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
