package io.mynah.lm.dl4j;

import io.mynah.lm.NeuralLearner;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TokenStream;
import io.mynah.lm.TrainingCancelled;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

/**
 * Trains an LSTM with tied embeddings (see {@link RecurrentConfig} for its shape) with
 * Deeplearning4j, and gives models that need no native code. The observer's {@code epoch} hears
 * only of models that are better than all before. With enough time, the same data, seed and
 * configuration give the same weights on the same machine. Thread-safe.
 */
public final class RecurrentLearner implements NeuralLearner {
  private final RecurrentConfig config;

  /** With what suits a person of a chat. */
  public RecurrentLearner() {
    this(RecurrentConfig.defaults());
  }

  public RecurrentLearner(RecurrentConfig config) {
    this.config = config;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A training that was cut off goes on where it was, with what is left of its budget, and hands
   * over its best model again first. When nothing in one of the streams counts there is nothing to
   * learn or to judge by, and this returns at once.
   *
   * @throws IllegalArgumentException when a token is none of the vocabulary
   */
  @Override
  public void learn(
      int vocabulary,
      TokenStream training,
      TokenStream validation,
      Duration budget,
      long seed,
      Path checkpoints,
      Observer observer)
      throws TrainingCancelled {
    check(training, vocabulary);
    check(validation, vocabulary);
    if (!counts(training) || !counts(validation)) {
      return;
    }
    byte[] fingerprint = fingerprint(vocabulary, training, validation, seed);
    try (RecurrentTraining run =
        new RecurrentTraining(
            config,
            vocabulary,
            training,
            validation,
            budget,
            seed,
            new CheckpointFile(checkpoints, fingerprint),
            observer)) {
      run.run();
    }
  }

  private static void check(TokenStream stream, int vocabulary) {
    for (int token : stream.tokens()) {
      if (token < 0 || token >= vocabulary) {
        throw new IllegalArgumentException("a token outside the vocabulary");
      }
    }
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

  private byte[] fingerprint(
      int vocabulary, TokenStream training, TokenStream validation, long seed) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String how = config + " " + vocabulary + " " + seed + " ";
      digest.update(how.getBytes(StandardCharsets.UTF_8));
      add(training, digest);
      add(validation, digest);
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
    if (!(model instanceof RecurrentModel recurrent)) {
      throw new IllegalArgumentException("not a recurrent model");
    }
    WeightsFormat.write(recurrent.weights(), config.halfPrecisionFiles(), out);
  }

  @Override
  public TokenModel read(DataInputStream in) throws IOException {
    return new RecurrentModel(WeightsFormat.read(in));
  }
}
