package io.mynah.text;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Turns any Unicode text into tokens and back without loss. Immutable and thread-safe. */
public interface Tokenizer {
  /** How many tokens there are, control tokens included; tokens are 0 to size − 1. */
  int size();

  /** The tokens of a text, without control tokens. Lone surrogates become U+FFFD. */
  int[] encode(String text);

  /**
   * The UTF-8 bytes of a token, possibly part of a character; none for a control token.
   *
   * @return the caller's own copy
   */
  byte[] bytes(int token);

  /**
   * The text of tokens {@code from} (inclusive) to {@code to} (exclusive). Control tokens give no
   * text. Invalid UTF-8 becomes U+FFFD.
   */
  default String decode(int[] tokens, int from, int to) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = from; i < to; i++) {
      bytes.writeBytes(bytes(tokens[i]));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Memory held, in bytes, approximately. */
  long sizeInBytes();

  /** Writes the tokenizer; {@link #read} reads it. */
  void write(DataOutputStream out) throws IOException;

  /**
   * Reads what {@link #write} wrote. Memory grows with what arrives.
   *
   * @throws IOException also when the bytes are not a tokenizer of a known kind and version, or are
   *     damaged
   */
  static Tokenizer read(DataInputStream in) throws IOException {
    int magic = in.readInt();
    try {
      return switch (magic) {
        case BpeTokenizer.MAGIC -> BpeTokenizer.readMerges(in);
        case ByteLevelBpe.MAGIC -> ByteLevelBpe.readPieces(in);
        default -> throw new IOException("not a tokenizer known here");
      };
    } catch (IllegalArgumentException e) {
      throw new IOException("damaged tokenizer", e);
    }
  }
}
