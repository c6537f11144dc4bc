package io.mynah.export.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mynah.export.bytes.ByteFilter;
import io.mynah.export.bytes.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Repairs, ahead of the JSON parser, faults that Telegram Desktop is known to write: control
 * characters as {@code \x01} (they become <code>&#92;u0001</code>), halves of surrogate pairs as
 * three bytes, which is invalid UTF-8 (they become U+FFFD), and from 4.0 to 4.1.1 {@code
 * "document_id": path} without quotes.
 *
 * <p>Clean input costs two scans of each block, both far faster than parsing it. One looks for a
 * backslash or the first byte of a surrogate, eight bytes at a time. The other looks for the key
 * with Horspool's search (Practical Fast Searching in Strings, 1980), which reads about every tenth
 * byte. In JSON a backslash only has a meaning inside a string, so pairs of backslashes are
 * recognised without parsing. The key can only occur in the text of a message with its quotes
 * escaped, where the search does not find it. UTF-16 and UTF-32 pass unchanged.
 */
public final class TelegramJsonFaults extends ByteFilter {
  private static final int BLOCK = 1 << 16;

  /** Longer than any fault with the context that identifies it. */
  private static final int LOOKAHEAD = 1024;

  private static final byte[] KEY = "\"document_id\":".getBytes(US_ASCII);
  private static final int[] SHIFT = shifts(KEY);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = LOW_BITS << 7;
  private static final long BACKSLASHES = LOW_BITS * '\\';

  /** The first byte of surrogates, and also of the last Hangul syllables. */
  private static final int SURROGATE = 0xED;

  private static final long SURROGATES = 0xEDEDEDEDEDEDEDEDL;

  private static final byte[] UNICODE_ESCAPE = {'\\', 'u', '0', '0'};
  private static final byte[] REPLACEMENT = "\uFFFD".getBytes(UTF_8);

  private final byte[] buffer = new byte[BLOCK + LOOKAHEAD];
  private int position;
  private int end;
  private boolean ended;
  private @Nullable IOException damage;
  private boolean begun;
  private boolean otherCharset;

  /** Bytes before this position can be passed on unchanged. */
  private int clean;

  /**
   * The next fault from {@link #position} on, in a text or as an unquoted value; or {@link #end}.
   */
  private int fault;

  private int value;

  /** The position from which faults are not yet searched for. */
  private int faultsFrom;

  private int valuesFrom;

  private byte[] patch = {};
  private int patched;

  public TelegramJsonFaults(InputStream in) {
    super(in);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      if (patched < patch.length) {
        int n = Math.min(length, patch.length - patched);
        System.arraycopy(patch, patched, target, offset, n);
        patched += n;
        return n;
      }
      if (position < clean) {
        int n = Math.min(length, clean - position);
        System.arraycopy(buffer, position, target, offset, n);
        position += n;
        return n;
      }
      if (!advance()) {
        return -1;
      }
    }
  }

  /** At the end of the clean bytes, repairs what is there or reads more. */
  private boolean advance() throws IOException {
    if (position < end && position == fault) {
      if (buffer[position] == '\\') {
        patch = UNICODE_ESCAPE;
        position += 2;
      } else {
        patch = REPLACEMENT;
        position += 3;
      }
      patched = 0;
    } else if (position < end && position == value) {
      quoteValue();
    } else if (damage != null) {
      throw damage;
    } else if (ended) {
      return false;
    } else {
      fill();
    }
    measure();
    return true;
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, position, buffer, 0, end - position);
    fault = fault == end ? Integer.MAX_VALUE : fault - position;
    value = value == end ? Integer.MAX_VALUE : value - position;
    faultsFrom -= position;
    valuesFrom -= position;
    end -= position;
    position = 0;
    int n;
    try {
      n = in.read(buffer, end, Math.min(BLOCK, buffer.length - end));
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      // The content is damaged here; what came before is passed on first.
      damage = e;
      n = -1;
    }
    if (n < 0) {
      ended = true;
    } else {
      end += n;
    }
    if (!begun && end > 1) {
      begun = true;
      otherCharset =
          buffer[0] == 0 || buffer[1] == 0 || buffer[0] == (byte) 0xFE || buffer[0] == (byte) 0xFF;
    }
  }

  /** Finds how far the bytes are clean. */
  private void measure() {
    if (otherCharset) {
      clean = end;
      return;
    }
    if (fault < position || fault >= end) {
      fault = findFault();
    }
    if (value < position || value >= end) {
      value = findUnquotedValue();
    }
    int known = ended ? end : Math.max(position, end - LOOKAHEAD);
    clean = Math.min(Math.min(fault, value), known);
  }

  private int findFault() {
    int i = faultsFrom;
    while (true) {
      i = nextSuspect(i);
      // What is incomplete here is checked again after more is read.
      if (i >= end || (i + 3 >= end && !ended)) {
        faultsFrom = Math.min(i, end);
        return end;
      }
      boolean escape = buffer[i] == '\\';
      int length = escape ? 2 : 1;
      faultsFrom = i + length;
      if (escape ? isFaultyEscape(i) : isSurrogate(i)) {
        return i;
      }
      i += length;
    }
  }

  private boolean isFaultyEscape(int i) {
    return i + 3 < end && buffer[i + 1] == 'x' && isHex(buffer[i + 2]) && isHex(buffer[i + 3]);
  }

  private boolean isSurrogate(int i) {
    return i + 2 < end && (buffer[i + 1] & 0xE0) == 0xA0 && (buffer[i + 2] & 0xC0) == 0x80;
  }

  /** The next backslash or first byte of a surrogate. */
  private int nextSuspect(int from) {
    int i = from;
    for (; i + 8 <= end; i += 8) {
      long word = (long) LONGS.get(buffer, i);
      long suspects = zeros(word ^ BACKSLASHES) | zeros(word ^ SURROGATES);
      if (suspects != 0) {
        return i + (Long.numberOfTrailingZeros(suspects) >>> 3);
      }
    }
    while (i < end && buffer[i] != '\\' && buffer[i] != (byte) SURROGATE) {
      i++;
    }
    return i;
  }

  /** Marks the bytes that are zero; above the lowest of them, possibly others too. */
  private static long zeros(long word) {
    return (word - LOW_BITS) & ~word & HIGH_BITS;
  }

  private static boolean isHex(byte b) {
    return Character.digit(b, 16) >= 0;
  }

  /** The first byte of a value that needs quotes. */
  private int findUnquotedValue() {
    int last = KEY.length - 1;
    int i = valuesFrom + last;
    while (i < end) {
      byte b = buffer[i];
      if (b == ':' && Arrays.equals(buffer, i - last, i + 1, KEY, 0, KEY.length)) {
        if (i + LOOKAHEAD / 2 > end && !ended) {
          valuesFrom = i - last;
          return end;
        }
        int start = skipBlanks(i + 1);
        if (needsQuotes(start)) {
          valuesFrom = start;
          return start;
        }
      }
      i += SHIFT[b & 0xFF];
    }
    valuesFrom = Math.max(valuesFrom, i - last);
    return end;
  }

  private int skipBlanks(int from) {
    int i = from;
    while (i < end && (buffer[i] == ' ' || buffer[i] == '\t')) {
      i++;
    }
    return i;
  }

  private boolean needsQuotes(int start) {
    if (start >= end || "\"{[\r\n,}".indexOf(buffer[start]) >= 0) {
      return false;
    }
    String text = new String(buffer, start, valueEnd(start) - start, UTF_8).strip();
    return !text.matches("-?\\d+|null|true|false");
  }

  /**
   * The end of a value: the end of its line, or in a file without line breaks the next comma or
   * brace.
   */
  private int valueEnd(int start) {
    int most = Math.min(end, start + LOOKAHEAD / 4);
    int i = start;
    while (i < most && buffer[i] != '\n') {
      i++;
    }
    if (i == most) {
      i = start;
      while (i < most && buffer[i] != ',' && buffer[i] != '}') {
        i++;
      }
      return i;
    }
    while (i > start && (buffer[i - 1] == '\r' || buffer[i - 1] == ' ')) {
      i--;
    }
    return i > start && buffer[i - 1] == ',' ? i - 1 : i;
  }

  private void quoteValue() {
    int stop = valueEnd(position);
    ByteArrayOutputStream quoted = new ByteArrayOutputStream();
    quoted.write('"');
    for (int i = position; i < stop; i++) {
      if (buffer[i] == '"' || buffer[i] == '\\') {
        quoted.write('\\');
      }
      quoted.write(buffer[i]);
    }
    quoted.write('"');
    patch = quoted.toByteArray();
    patched = 0;
    position = stop;
    faultsFrom = Math.max(faultsFrom, stop);
    valuesFrom = Math.max(valuesFrom, stop);
    if (fault < stop) {
      fault = end;
    }
  }

  private static int[] shifts(byte[] key) {
    int[] shifts = new int[256];
    Arrays.fill(shifts, key.length);
    for (int i = 0; i < key.length - 1; i++) {
      shifts[key[i]] = key.length - 1 - i;
    }
    return shifts;
  }
}
