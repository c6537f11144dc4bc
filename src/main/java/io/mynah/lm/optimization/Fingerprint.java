package io.mynah.lm.optimization;

import io.mynah.lm.LearningTask;
import io.mynah.lm.TokenStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Tells trainings apart, so that a checkpoint is taken up by its own alone. Thread-safe. */
public final class Fingerprint {
  private Fingerprint() {}

  /**
   * SHA-256 of a lesson, but for its time, and of how it is learned.
   *
   * @param how configuration, in words
   * @param from parameters to begin with
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
