package io.mynah.lm.numeric;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes and reads arrays of floats as bytes, big-endian, with 32 or 16 bits each (IEEE 754).
 * Thread-safe.
 */
public final class Floats {
  private static final int CHUNK = 16_384;
  private static final float SMALLEST_HALF = 0x1p-24f;
  private static final short LARGEST_HALF = 0x7bff;

  private Floats() {}

  /**
   * Writes all values.
   *
   * @param half whether to write 16 bits for each value
   */
  public static void write(float[] values, boolean half, OutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * size(half));
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      bytes.clear();
      for (int i = from; i < from + count; i++) {
        if (half) {
          bytes.putShort(toHalf(values[i]));
        } else {
          bytes.putFloat(values[i]);
        }
      }
      out.write(bytes.array(), 0, bytes.position());
    }
  }

  /**
   * Reads what {@link #write} wrote. Memory grows with what arrives, not with {@code count}.
   *
   * @param count how many values
   * @throws EOFException when the stream ends before
   */
  public static float[] read(int count, boolean half, InputStream in) throws IOException {
    float[] values = new float[Math.min(count, CHUNK)];
    byte[] chunk = new byte[Math.min(count, CHUNK) * size(half)];
    int done = 0;
    while (done < count) {
      int next = Math.min(CHUNK, count - done);
      if (in.readNBytes(chunk, 0, next * size(half)) < next * size(half)) {
        throw new EOFException("numbers are missing");
      }
      if (values.length < done + next) {
        values = Arrays.copyOf(values, (int) Math.min(count, 2L * values.length));
      }
      ByteBuffer bytes = ByteBuffer.wrap(chunk);
      for (int i = done; i < done + next; i++) {
        values[i] = half ? fromHalf(bytes.getShort()) : bytes.getFloat();
      }
      done += next;
    }
    return values;
  }

  private static int size(boolean half) {
    return half ? Short.BYTES : Float.BYTES;
  }

  /**
   * Rounds to the nearest number of 16 bits, ties to even; numbers that are too large become the
   * largest.
   */
  public static short toHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) 0x7e00; // not a number
    }
    if (magnitude >= 0x477fe000) {
      return (short) (sign | LARGEST_HALF);
    }
    if (magnitude < 0x38800000) {
      // Below 2⁻¹⁴ the steps are 2⁻²⁴ wide, as those of a float next to one half.
      float shifted = Float.intBitsToFloat(magnitude) + 0.5f;
      return (short) (sign | (Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(0.5f)));
    }
    int rebiased = magnitude - 0x38000000;
    return (short) (sign | ((rebiased + 0xfff + ((rebiased >>> 13) & 1)) >>> 13));
  }

  public static float fromHalf(short half) {
    int exponent = (half >>> 10) & 0x1f;
    int fraction = half & 0x3ff;
    float magnitude;
    if (exponent == 0) {
      magnitude = fraction * SMALLEST_HALF;
    } else if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
    }
    return half < 0 ? -magnitude : magnitude;
  }
}
