package io.mynah.lm.transformer.hub;

import java.util.Arrays;

/**
 * Maps the characters in the vocabulary of a byte-level BPE to bytes (Radford et al., 2019, GPT-2's
 * bytes_to_unicode): a printable character of Latin-1 stands for itself, those from U+0100 on for
 * the other bytes in order. Thread-safe.
 */
final class ByteAlphabet {
  private static final int FIRST = 0x100;

  /** The bytes that the characters from U+0100 on stand for. */
  private static final byte[] OTHERS = others();

  private ByteAlphabet() {}

  private static byte[] others() {
    byte[] others = new byte[256];
    int count = 0;
    for (int b = 0; b < 256; b++) {
      if (!standsForItself(b)) {
        others[count++] = (byte) b;
      }
    }
    return Arrays.copyOf(others, count);
  }

  private static boolean standsForItself(int c) {
    return (c > ' ' && c < 0x7F) || (c > 0xA0 && c < 0x100 && c != 0xAD);
  }

  /** The bytes of a piece; none if one of its characters stands for no byte. */
  static byte[] bytes(String piece) {
    byte[] bytes = new byte[piece.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = piece.charAt(i);
      if (standsForItself(c)) {
        bytes[i] = (byte) c;
      } else if (c >= FIRST && c - FIRST < OTHERS.length) {
        bytes[i] = OTHERS[c - FIRST];
      } else {
        return new byte[0];
      }
    }
    return bytes;
  }
}
