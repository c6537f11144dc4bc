package io.mynah.lm.dl4j;

import io.mynah.lm.Lesson;
import io.mynah.lm.NeuralLearner;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TokenStream;
import io.mynah.lm.TrainingCancelled;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    return WeightsFormat.holds(vocabulary, config.hidden(), config.layers());
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
  public long learn(Lesson lesson, Observer observer) throws TrainingCancelled {
    if (!counts(lesson.training()) || !counts(lesson.validation())) {
      return 0;
    }
    RecurrentWeights initial = lesson.initial() == null ? null : weights(lesson.initial());
    RecurrentConfig suited =
        initial == null ? config : tuning.shaped(initial.hidden(), initial.layers().length);
    float[] from = initial == null ? new float[0] : initial.flat();
    CheckpointFile file =
        new CheckpointFile(lesson.checkpoints(), fingerprint(suited, lesson, from));
    try (RecurrentTraining run =
        new RecurrentTraining(
            suited, precision.get(), lesson, from, file, checkpointInterval, observer)) {
      return run.run();
    }
  }

  private static RecurrentWeights weights(TokenModel model) {
    if (!(model instanceof RecurrentModel recurrent)) {
      throw new IllegalArgumentException("not a recurrent model");
    }
    return recurrent.weights();
  }

  /** Whether a token with one before it has a weight. */
  private static boolean counts(TokenStream stream) {
    for (int i = 1; i < stream.length(); i++) {
      if (stream.weights()[i] > 0) {
        return true;
      }
    }
    return false;
  }

  private static byte[] fingerprint(RecurrentConfig config, Lesson lesson, float[] from) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String how = config + " " + lesson.vocabulary() + " " + lesson.seed() + " ";
      digest.update(how.getBytes(StandardCharsets.UTF_8));
      add(lesson.training(), digest);
      add(lesson.validation(), digest);
      ByteBuffer bytes = ByteBuffer.allocate(from.length * Float.BYTES);
      bytes.asFloatBuffer().put(from);
      digest.update(bytes.array());
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void add(TokenStream stream, MessageDigest digest) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + stream.length() * 2 * Integer.BYTES);
    bytes.putInt(stream.length());
    for (int i = 0; i < stream.length(); i++) {
      bytes.putInt(stream.tokens()[i]).putFloat(stream.weights()[i]);
    }
    digest.update(bytes.array());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the model is none that a learner of this class made
   */
  @Override
  public void write(TokenModel model, DataOutputStream out) throws IOException {
    WeightsFormat.write(weights(model), config.halfPrecisionFiles(), out);
  }

  @Override
  public TokenModel read(DataInputStream in) throws IOException {
    return new RecurrentModel(WeightsFormat.read(in));
  }
}
