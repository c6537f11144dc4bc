package io.mynah.lm;

import io.mynah.text.Tokenizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A pretrained model of a language: a tokenizer, and a neural model over its tokens from which a
 * person's training starts. Thread-safe.
 *
 * <p>Its file has a magic number, a version, the tokenizer, the SHA-256 of the network's bytes, and
 * these. Files of version 1, without the SHA-256, are only read.
 *
 * @param network over the tokenizer's vocabulary
 */
public record PretrainedBase(Tokenizer tokenizer, TokenModel network) {
  private static final int MAGIC = 0x4D594E42; // "MYNB"
  private static final int VERSION = 2;
  private static final int VERSION_WITHOUT_DIGEST = 1;
  private static final int DIGEST_BYTES = 32;

  /**
   * The beginning of a file.
   *
   * @param digest identifies the network; as in {@link BaseNetworks#find}
   */
  public record Head(Tokenizer tokenizer, String digest) {
    /**
     * Reads the beginning of what {@link PretrainedBase#write} wrote.
     *
     * @throws IOException also when the bytes are not a base of the present version
     */
    public static Head read(DataInputStream in) throws IOException {
      if (readVersion(in) != VERSION) {
        throw new IOException("a base of an earlier version");
      }
      Tokenizer tokenizer = Tokenizer.read(in);
      return new Head(tokenizer, readDigest(in));
    }
  }

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
    // Twice, because a network's bytes may be too many to keep.
    MessageDigest digest = sha256();
    learner.write(
        network,
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest)));
    out.writeInt(MAGIC);
    out.writeByte(VERSION);
    tokenizer.write(out);
    out.write(digest.digest());
    learner.write(network, out);
  }

  /**
   * Reads what {@link #write} wrote, or a file of version 1.
   *
   * @throws IOException also when the bytes are not a base of a known version, or damaged
   */
  public static PretrainedBase read(NeuralLearner learner, DataInputStream in) throws IOException {
    int version = readVersion(in);
    Tokenizer tokenizer = Tokenizer.read(in);
    try {
      if (version == VERSION_WITHOUT_DIGEST) {
        return new PretrainedBase(tokenizer, learner.read(in));
      }
      String digest = readDigest(in);
      DigestInputStream digested = new DigestInputStream(in, sha256());
      TokenModel network = learner.read(new DataInputStream(digested));
      if (!HexFormat.of().formatHex(digested.getMessageDigest().digest()).equals(digest)) {
        throw new IOException("damaged base");
      }
      return new PretrainedBase(tokenizer, network);
    } catch (IllegalArgumentException e) {
      throw new IOException("damaged base", e);
    }
  }

  private static int readVersion(DataInputStream in) throws IOException {
    int magic = in.readInt();
    int version = in.readUnsignedByte();
    if (magic != MAGIC || (version != VERSION && version != VERSION_WITHOUT_DIGEST)) {
      throw new IOException("not a base of a version known here");
    }
    return version;
  }

  private static String readDigest(DataInputStream in) throws IOException {
    byte[] digest = new byte[DIGEST_BYTES];
    in.readFully(digest);
    return HexFormat.of().formatHex(digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
