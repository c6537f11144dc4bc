package io.mynah.text;

import java.nio.charset.StandardCharsets;

/** Turns any Unicode text into tokens and back without loss. Immutable and thread-safe. */
public interface Tokenizer {
  /** How many tokens there are, control tokens included; tokens are 0 to size − 1. */
  int size();

  /** The tokens of a text, without control tokens. Lone surrogates become U+FFFD. */
  int[] encode(String text);

  /**
   * The text of tokens {@code from} (inclusive) to {@code to} (exclusive); control tokens are
   * nothing.
   */
  String decode(int[] tokens, int from, int to);

  /**
   * The UTF-8 bytes that a token stands for, maybe a part of a character; none for a control token.
   *
   * @return the caller's own copy
   */
  default byte[] bytes(int token) {
    return decode(new int[] {token}, 0, 1).getBytes(StandardCharsets.UTF_8);
  }
}
