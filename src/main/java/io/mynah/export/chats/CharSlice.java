package io.mynah.export.chats;

import com.fasterxml.jackson.core.JsonParser;
import io.mynah.export.Refusal.Reason;
import io.mynah.export.bytes.RefusedException;
import java.io.IOException;
import java.util.Arrays;

/** Characters in a reused buffer, so that most of a file makes no strings. */
public final class CharSlice {
  /** Replaces what is no character: lone surrogates, and NUL, which databases refuse. */
  private static final char REPLACEMENT = '\uFFFD';

  private char[] chars = new char[64];
  private int length;

  public void clear() {
    length = 0;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  public int length() {
    return length;
  }

  public char charAt(int index) {
    return chars[index];
  }

  public void set(String text) {
    length = 0;
    reserve(text.length());
    text.getChars(0, text.length(), chars, 0);
    length = text.length();
  }

  /** Sets the content to the parser's current string or number. */
  public void set(JsonParser parser) throws IOException {
    length = 0;
    int n = parser.getTextLength();
    reserve(n);
    System.arraycopy(parser.getTextCharacters(), parser.getTextOffset(), chars, 0, n);
    length = n;
  }

  /** Adds the parser's current string. */
  public void append(JsonParser parser, int limit) throws IOException {
    int n = parser.getTextLength();
    if (n > limit - length) {
      throw RefusedException.limit(Reason.TEXT_TOO_LONG, limit);
    }
    reserve(length + n);
    System.arraycopy(parser.getTextCharacters(), parser.getTextOffset(), chars, length, n);
    length += n;
  }

  /** Adds characters. */
  public void append(String text, int limit) throws RefusedException {
    int n = text.length();
    if (n > limit - length) {
      throw RefusedException.limit(Reason.TEXT_TOO_LONG, limit);
    }
    reserve(length + n);
    text.getChars(0, n, chars, length);
    length += n;
  }

  private void reserve(int size) {
    if (size > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(size, 2 * chars.length));
    }
  }

  boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (!Character.isWhitespace(chars[i])) {
        return false;
      }
    }
    return true;
  }

  public boolean contentEquals(String text) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != chars[i]) {
        return false;
      }
    }
    return true;
  }

  /** A hash of these characters, like {@link String#hashCode}. */
  int hash() {
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + chars[i];
    }
    return hash;
  }

  /** These characters as well-formed text, without white space around them. */
  public String toText() {
    return toText(Integer.MAX_VALUE);
  }

  /** Like {@link #toText()}, cut to at most {@code most} characters. */
  public String toText(int most) {
    int from = 0;
    int to = length;
    while (from < to && Character.isWhitespace(chars[from])) {
      from++;
    }
    while (to > from && Character.isWhitespace(chars[to - 1])) {
      to--;
    }
    if (to - from > most) {
      to = from + most;
    }
    replaceWhatIsNoCharacter(from, to);
    return new String(chars, from, to - from);
  }

  private void replaceWhatIsNoCharacter(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = chars[i];
      if (c == 0) {
        chars[i] = REPLACEMENT;
      } else if (Character.isSurrogate(c)) {
        if (Character.isHighSurrogate(c) && i + 1 < to && Character.isLowSurrogate(chars[i + 1])) {
          i++;
        } else {
          chars[i] = REPLACEMENT;
        }
      }
    }
  }

  /** An unchanged copy of the characters. */
  String copy() {
    return new String(chars, 0, length);
  }

  @Override
  public String toString() {
    throw new UnsupportedOperationException("texts are copied on purpose only");
  }
}
