package io.mynah.lm.transformer.training;

import io.mynah.lm.BaseNetworks;
import io.mynah.lm.LearningTask;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.NeuralTraining;
import io.mynah.lm.OtherBase;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TrainingMonitor;
import io.mynah.lm.TransformerConfig;
import io.mynah.lm.VoiceParameters;
import io.mynah.lm.numeric.Precision;
import io.mynah.lm.optimization.CheckpointFile;
import io.mynah.lm.optimization.Fingerprint;
import io.mynah.lm.optimization.LearningRate;
import io.mynah.lm.optimization.TrainingLoop;
import io.mynah.lm.transformer.AdapterFormat;
import io.mynah.lm.transformer.ParameterLayout;
import io.mynah.lm.transformer.TransformerFormat;
import io.mynah.lm.transformer.TransformerModel;
import io.mynah.lm.transformer.TransformerShape;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Trains a transformer of the Llama form. With enough time, the same data, seed and configuration
 * give the same weights on the same machine. Thread-safe.
 */
public final class TransformerLearner implements NeuralLearner {
  private final TransformerConfig config;
  private final IntFunction<TransformerShape> shapes;
  private final BaseNetworks bases;
  private final Supplier<Precision> precision;
  private final int threads;

  /**
   * A learner of bases, which is as fast as this machine can be.
   *
   * @param shapes the shape of a network trained from nothing, by the size of its vocabulary
   */
  public TransformerLearner(TransformerConfig config, IntFunction<TransformerShape> shapes) {
    this(config, shapes, BaseNetworks.NONE, Precision::fastest, processors());
  }

  /**
   * A learner for people of a chat, with a small network if there is none to start from. Several
   * people are trained at the same time, so each has no more than two threads.
   *
   * @param bases finds the networks that models that are read need
   */
  public static TransformerLearner ofPerson(
      VoiceParameters.Network parameters, BaseNetworks bases) {
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
        bases,
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
      BaseNetworks bases,
      Supplier<Precision> precision,
      int threads) {
    this.config = config;
    this.shapes = shapes;
    this.bases = bases;
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
   * <p>From an initial model, adapters are trained if the configuration has a rank, and the
   * resulting models share its weights. If it has adapters already, the training goes on with them.
   * Without a rank or an initial model, all weights are trained.
   *
   * @throws IllegalArgumentException when the initial model is not a transformer
   */
  @Override
  public NeuralTraining begin(LearningTask task, TrainingMonitor monitor) {
    if (!task.training().counts() || !task.validation().counts()) {
      return NeuralTraining.ofNothing();
    }
    long started = System.nanoTime();
    Beginning beginning =
        task.initial() == null
            ? Beginning.fromNothing(shapes.apply(task.vocabulary()))
            : Beginning.from(model(task.initial()), config);
    TransformerConfig settings =
        beginning.base() == null
            ? config.withoutAdapters()
            : config.forBase(ParameterLayout.count(beginning.shape()), beginning.shape().layers());
    CheckpointFile file =
        new CheckpointFile(
            task.checkpoints(),
            Fingerprint.of(
                settings.identity() + " " + beginning.identity(), task, beginning.trained()));
    TrainingLoop.Settings loop =
        new TrainingLoop.Settings(
            new LearningRate(
                config.learningRate(), config.warmupSteps(), config.finalRate(), config.fall()),
            config.maxEpochs(),
            config.patience(),
            config.checkpointInterval(),
            config.evaluationInterval());
    TransformerTraining training =
        new TransformerTraining(settings, beginning, task, precision.get(), threads);
    return new TrainingLoop(training, loop, task.budget(), started, file, monitor);
  }

  private static TransformerModel model(TokenModel model) {
    if (!(model instanceof TransformerModel transformer)) {
      throw new IllegalArgumentException("not a transformer");
    }
    return transformer;
  }

  /**
   * {@inheritDoc} Of a model with adapters, only these are written.
   *
   * @throws IllegalArgumentException when the model is not a transformer
   */
  @Override
  public void write(TokenModel model, DataOutputStream out) throws IOException {
    TransformerModel transformer = model(model);
    TransformerModel.Adaptation adaptation = transformer.adaptation();
    if (adaptation == null) {
      TransformerFormat.write(transformer, out);
    } else {
      AdapterFormat.write(adaptation, out);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws OtherBase when the model has adapters to another base than those that are found
   */
  @Override
  public TokenModel read(DataInputStream in) throws IOException {
    PushbackInputStream whole = new PushbackInputStream(in, Integer.BYTES);
    int magic = in.readInt();
    whole.unread(ByteBuffer.allocate(Integer.BYTES).putInt(magic).array());
    DataInputStream from = new DataInputStream(whole);
    return magic == AdapterFormat.MAGIC
        ? AdapterFormat.read(from, bases)
        : TransformerFormat.read(from);
  }

  @Override
  public boolean knows(TokenModel model) {
    return model instanceof TransformerModel;
  }

  @Override
  public boolean writes(int magic) {
    return magic == TransformerFormat.MAGIC || magic == AdapterFormat.MAGIC;
  }
}
