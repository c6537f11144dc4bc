package io.mynah.lm.optimization;

import io.mynah.lm.LearningTask;
import io.mynah.lm.TokenStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Computes fingerprints of trainings, so that a training only continues from its own checkpoint.
 * Thread-safe.
 */
public final class Fingerprint {
  private Fingerprint() {}

  /**
   * SHA-256 of a learning task, without its budget, and of how it is learned.
   *
   * @param how the configuration, as text
   * @param from the initial parameters, as one flat array
   */
  public static byte[] of(String how, LearningTask task, float[] from) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String all = how + " " + task.vocabulary() + " " + task.seed() + " ";
      digest.update(all.getBytes(StandardCharsets.UTF_8));
      add(task.training(), digest);
      add(task.validation(), digest);
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
}
