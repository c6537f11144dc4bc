package io.mynah.export.bytes;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mynah.export.Refusal.Reason;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text, one at a time: UTF-8, or UTF-16 with a byte order mark. What is no character
 * becomes U+FFFD. Not thread-safe.
 */
public final class TextLines implements Closeable {
  private static final int MARK = '\ufeff';

  private final Reader reader;
  private final int most;
  private final StringBuilder line = new StringBuilder();
  private boolean broken;
  private boolean ended;

  private TextLines(Reader reader, int most) {
    this.reader = reader;
    this.most = most;
  }

  /**
   * Opens a text.
   *
   * @param most characters of a line; a longer one is refused
   */
  public static TextLines open(ByteSource bytes, int most) throws IOException {
    return new TextLines(reader(bytes.open()), most);
  }

  /** The characters of a text, without its byte order mark. Closing them closes the bytes. */
  public static Reader reader(InputStream in) throws IOException {
    PushbackInputStream bytes = new PushbackInputStream(in, 2);
    try {
      byte[] first = bytes.readNBytes(2);
      bytes.unread(first);
      BufferedReader text =
          new BufferedReader(new InputStreamReader(bytes, charset(first)), 1 << 16);
      text.mark(1);
      if (text.read() != MARK) {
        text.reset();
      }
      return text;
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  private static Charset charset(byte[] first) {
    if (first.length < 2) {
      return UTF_8;
    }
    int mark = (first[0] & 0xFF) << 8 | (first[1] & 0xFF);
    return mark == 0xFFFE ? UTF_16LE : mark == 0xFEFF ? UTF_16BE : UTF_8;
  }

  /**
   * The next line, without its end; {@code null} after the last.
   *
   * @throws RefusedException if the line is too long, or reading was refused
   */
  public @Nullable String next() throws RefusedException {
    line.setLength(0);
    if (ended) {
      return null;
    }
    try {
      for (int c = reader.read(); c != '\n'; c = reader.read()) {
        if (c < 0) {
          ended = true;
          return line.isEmpty() ? null : line();
        }
        if (line.length() >= most) {
          throw RefusedException.limit(Reason.TEXT_TOO_LONG, most);
        }
        line.append((char) c);
      }
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      // A damaged archive. The line may be incomplete and is dropped.
      RefusedException refusal = RefusedException.causeOf(e);
      if (refusal != null) {
        throw refusal;
      }
      broken = true;
      ended = true;
      return null;
    }
    return line();
  }

  private String line() {
    int length = line.length();
    boolean returned = length > 0 && line.charAt(length - 1) == '\r';
    return line.substring(0, returned ? length - 1 : length);
  }

  /** Whether the bytes broke off before their end. */
  public boolean isBroken() {
    return broken;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
