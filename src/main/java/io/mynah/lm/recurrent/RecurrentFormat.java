package io.mynah.lm.recurrent;

import io.mynah.lm.numeric.Floats;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The file format of {@link RecurrentWeights}: a magic number, a version, the bits of a number, the
 * shape, the numbers. Thread-safe.
 */
public final class RecurrentFormat {
  public static final int MAGIC = 0x4D594E52; // "MYNR"
  private static final int VERSION = 1;
  private static final int HALF = 16;
  private static final int FULL = 32;
  private static final int MOST_TOKENS = 1 << 17;
  private static final int MOST_HIDDEN = 4096;
  private static final int MOST_LAYERS = 8;

  /** 256 MB at 32 bits, sixteen times the size of a person's model. */
  private static final long MOST_NUMBERS = 1L << 26;

  private RecurrentFormat() {}

  /** Whether a file can hold a network of this shape. */
  public static boolean holds(int vocabulary, int hidden, int layers) {
    return vocabulary <= MOST_TOKENS
        && hidden <= MOST_HIDDEN
        && layers <= MOST_LAYERS
        && RecurrentWeights.count(vocabulary, hidden, layers) <= MOST_NUMBERS;
  }

  public static void write(RecurrentWeights weights, boolean half, DataOutputStream out)
      throws IOException {
    out.writeInt(MAGIC);
    out.writeByte(VERSION);
    out.writeByte(half ? HALF : FULL);
    out.writeInt(weights.vocabulary());
    out.writeInt(weights.hidden());
    out.writeInt(weights.layers().length);
    Floats.write(weights.flat(), half, out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException also when the bytes are not recurrent weights
   */
  public static RecurrentWeights read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC || in.readUnsignedByte() != VERSION) {
      throw new IOException("not a recurrent model of a version known here");
    }
    int bits = in.readUnsignedByte();
    if (bits != HALF && bits != FULL) {
      throw new IOException("numbers of " + bits + " bits");
    }
    int vocabulary = within(in.readInt(), MOST_TOKENS);
    int hidden = within(in.readInt(), MOST_HIDDEN);
    int layers = within(in.readInt(), MOST_LAYERS);
    long count = RecurrentWeights.count(vocabulary, hidden, layers);
    if (count > MOST_NUMBERS) {
      throw new IOException("a model of " + count + " numbers");
    }
    float[] flat = Floats.read((int) count, bits == HALF, in);
    for (float value : flat) {
      if (!Float.isFinite(value)) {
        throw new IOException("a weight that is no number");
      }
    }
    return RecurrentWeights.of(vocabulary, hidden, layers, flat);
  }

  private static int within(int value, int most) throws IOException {
    if (value < 1 || value > most) {
      throw new IOException(value + " is no size of a model");
    }
    return value;
  }
}
