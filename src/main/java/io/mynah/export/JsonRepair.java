package io.mynah.export;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Repairs, on the way to the JSON parser, the two faults that Telegram Desktop is known to write:
 * control characters as {@code \x01} (they become <code>&#92;u0001</code>), and from 4.0 to 4.1.1
 * {@code "document_id": path} without quotes.
 *
 * <p>Clean input costs two scans of each block, both far faster than parsing it: for a backslash,
 * eight bytes at a time, and for the key, by Horspool's search (Practical Fast Searching in
 * Strings, 1980), which looks at about every tenth byte. A backslash is only meaningful inside a
 * string in JSON, so pairs of backslashes are told apart without parsing; and the key can only
 * stand in the text of a message with its quotes escaped, where the search does not find it.
 */
final class JsonRepair extends FilterInputStream {
  private static final int BLOCK = 1 << 16;

  /** Longer than any fault with what is needed to tell it. */
  private static final int LOOKAHEAD = 1024;

  private static final byte[] KEY = "\"document_id\":".getBytes(US_ASCII);
  private static final int[] SHIFT = shifts(KEY);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long BACKSLASHES = LOW_BITS * '\\';

  private final byte[] buffer = new byte[BLOCK + LOOKAHEAD];
  private int position;
  private int end;
  private boolean ended;

  /** Bytes before this can be handed out as they are. */
  private int clean;

  /** The next faulty escape and unquoted value at or after {@link #position}; or {@link #end}. */
  private int fault;

  private int value;

  /** From where on the faults are not yet looked for. */
  private int escapesFrom;

  private int valuesFrom;

  private byte[] patch = {};
  private int patched;

  JsonRepair(InputStream in) {
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

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** At the end of the clean bytes: repairs what stands there, or reads more. */
  private boolean advance() throws IOException {
    if (position < end && position == fault) {
      patch = new byte[] {'\\', 'u', '0', '0'};
      patched = 0;
      position += 2;
    } else if (position < end && position == value) {
      quoteValue();
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
    escapesFrom -= position;
    valuesFrom -= position;
    end -= position;
    position = 0;
    int n = in.read(buffer, end, Math.min(BLOCK, buffer.length - end));
    if (n < 0) {
      ended = true;
    } else {
      end += n;
    }
  }

  /** Finds how far the bytes are clean. */
  private void measure() {
    if (fault < position || fault >= end) {
      fault = findFaultyEscape();
    }
    if (value < position || value >= end) {
      value = findUnquotedValue();
    }
    int known = ended ? end : Math.max(position, end - LOOKAHEAD);
    clean = Math.min(Math.min(fault, value), known);
  }

  private int findFaultyEscape() {
    int i = escapesFrom;
    while (true) {
      i = nextBackslash(i);
      // An escape that is not wholly here yet is looked at again when more is read.
      if (i >= end || (i + 3 >= end && !ended)) {
        escapesFrom = Math.min(i, end);
        return end;
      }
      boolean faulty =
          i + 3 < end && buffer[i + 1] == 'x' && isHex(buffer[i + 2]) && isHex(buffer[i + 3]);
      escapesFrom = i + 2;
      if (faulty) {
        return i;
      }
      i += 2;
    }
  }

  private int nextBackslash(int from) {
    int i = from;
    for (; i + 8 <= end; i += 8) {
      long x = (long) LONGS.get(buffer, i) ^ BACKSLASHES;
      long zeros = (x - LOW_BITS) & ~x & (LOW_BITS << 7);
      if (zeros != 0) {
        return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
    }
    while (i < end && buffer[i] != '\\') {
      i++;
    }
    return i;
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

  /** A value ends with its line; in a file without line breaks, at the next comma or brace. */
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
    escapesFrom = Math.max(escapesFrom, stop);
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
