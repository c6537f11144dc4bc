package io.mynah.lm;

import io.mynah.text.BpeTokenizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A pretrained model of a language: a tokenizer, and a neural model over its tokens from which a
 * person's training starts. Thread-safe.
 *
 * @param network over the tokenizer's vocabulary
 */
public record PretrainedBase(BpeTokenizer tokenizer, TokenModel network) {
  private static final int MAGIC = 0x4D594E42; // "MYNB"
  private static final int VERSION = 1;

  /**
   * @throws IllegalArgumentException when the network is over another vocabulary
   */
  public PretrainedBase {
    if (network.vocabulary() != tokenizer.size()) {
      throw new IllegalArgumentException("units and network of different sizes");
    }
  }

  /** Writes the base; {@link #read} reads it. */
  public void write(NeuralLearner learner, DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeByte(VERSION);
    tokenizer.write(out);
    learner.write(network, out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException also when the bytes are not a base of a known version
   */
  public static PretrainedBase read(NeuralLearner learner, DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC || in.readUnsignedByte() != VERSION) {
      throw new IOException("not a base of a version known here");
    }
    BpeTokenizer tokenizer = BpeTokenizer.read(in);
    try {
      return new PretrainedBase(tokenizer, learner.read(in));
    } catch (IllegalArgumentException e) {
      throw new IOException("damaged base", e);
    }
  }
}
