package io.mynah.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer of UTF-8 bytes, reused for each word. */
final class Utf8Buffer {
  byte[] bytes = new byte[128];
  int length;

  /** Replaces the content with a part of a text; a lone surrogate becomes U+FFFD. */
  void set(String text, int from, int to) {
    length = 0;
    int at = from;
    while (at < to) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      add(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point);
    }
  }

  /** The bytes as a string with one character for each byte. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  private void add(int point) {
    if (length + 4 > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    if (point < 0x80) {
      bytes[length++] = (byte) point;
    } else if (point < 0x800) {
      bytes[length++] = (byte) (0xC0 | point >> 6);
      continuation(point);
    } else if (point < 0x10000) {
      bytes[length++] = (byte) (0xE0 | point >> 12);
      continuation(point >> 6);
      continuation(point);
    } else {
      bytes[length++] = (byte) (0xF0 | point >> 18);
      continuation(point >> 12);
      continuation(point >> 6);
      continuation(point);
    }
  }

  private void continuation(int bits) {
    bytes[length++] = (byte) (0x80 | (bits & 0x3F));
  }
}
