package io.mynah.lm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Writes and reads integers of 0 and above in as few bytes as they need: seven bits per byte, low
 * bits first.
 */
public final class Varints {
  private Varints() {}

  public static void write(DataOutputStream out, int value) throws IOException {
    int rest = value;
    while (rest >= 0x80) {
      out.writeByte((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  public static int read(DataInputStream in) throws IOException {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = in.readUnsignedByte();
      value |= (next & 0x7F) << shift;
      if (next < 0x80) {
        if (value < 0 || (shift == 28 && next > 7)) {
          break;
        }
        return value;
      }
    }
    throw new IOException("damaged number");
  }
}
