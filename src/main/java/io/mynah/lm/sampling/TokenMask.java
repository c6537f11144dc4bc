package io.mynah.lm.sampling;

import io.mynah.text.ControlTokens;
import io.mynah.text.Tokenizer;

/**
 * Decides which tokens may follow so that a message stays valid UTF-8 without control characters
 * and without the placeholders of secrets (U+E000 and other private-use characters) and what
 * Unicode reserves for a program's own use (U+FDD0 to U+FDEF). It runs the automaton of the UTF-8
 * table in the Unicode standard (table 3-7) over the bytes of each token from each of its states.
 * Immutable and thread-safe.
 */
final class TokenMask {
  /** The state between two characters. */
  static final int WHOLE = 0;

  private static final byte REFUSED = -1;
  private static final int STATES = 11;

  private final byte[][] next;

  TokenMask(Tokenizer tokenizer) {
    next = new byte[STATES][tokenizer.size()];
    for (int token = 0; token < tokenizer.size(); token++) {
      byte[] bytes = tokenizer.bytes(token);
      for (int state = 0; state < STATES; state++) {
        next[state][token] = ControlTokens.is(token) ? REFUSED : after(state, bytes);
      }
    }
  }

  /** Whether a token may come in a state; control tokens may not. */
  boolean allows(int state, int token) {
    return next[state][token] != REFUSED;
  }

  /** The state after an allowed token. */
  int after(int state, int token) {
    return next[state][token];
  }

  private static byte after(int state, byte[] bytes) {
    int at = state;
    for (byte b : bytes) {
      at = at == WHOLE ? first(b & 0xFF) : continued(at, b & 0xFF);
      if (at < 0) {
        return REFUSED;
      }
    }
    return (byte) at;
  }

  /**
   * The state after the first byte of a character. States 1 to 3 expect this many more bytes; 4 to
   * 8 expect a second byte of a narrower range; 9 and 10 are those after the bytes EF and EF B7.
   */
  private static int first(int b) {
    if (b < 0x80) {
      return (b >= 0x20 && b != 0x7F) || b == '\n' || b == '\t' ? WHOLE : REFUSED;
    }
    if (b >= 0xC3 && b <= 0xDF) {
      return 1;
    }
    return switch (b) {
      case 0xC2 -> 8; // a second byte of a lower range would make a control character
      case 0xE0 -> 4;
      case 0xED -> 5;
      case 0xEE -> REFUSED; // U+E000 to U+EFFF
      case 0xF0 -> 6;
      case 0xF4 -> 7;
      case 0xEF -> 9;
      default -> b >= 0xE1 && b <= 0xED ? 2 : b >= 0xF1 && b <= 0xF3 ? 3 : REFUSED;
    };
  }

  private static int continued(int state, int b) {
    return switch (state) {
      case 8 -> b >= 0xA0 && b <= 0xBF ? WHOLE : REFUSED;
      case 4 -> b >= 0xA0 && b <= 0xBF ? 1 : REFUSED;
      case 5 -> b >= 0x80 && b <= 0x9F ? 1 : REFUSED;
      case 6 -> b >= 0x90 && b <= 0xBF ? 2 : REFUSED;
      case 7 -> b >= 0x80 && b <= 0x8F ? 2 : REFUSED;
      case 9 -> b == 0xB7 ? 10 : continued(2, b);
      case 10 -> b >= 0x90 && b <= 0xAF ? REFUSED : continued(1, b);
      default -> b >= 0x80 && b <= 0xBF ? state - 1 : REFUSED;
    };
  }
}
