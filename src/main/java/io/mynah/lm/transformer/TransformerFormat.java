package io.mynah.lm.transformer;

import io.mynah.lm.numeric.Floats;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The file format of {@link TransformerWeights}: a magic number, a version, the shape, the numbers
 * with 16 bits each. Thread-safe.
 */
public final class TransformerFormat {
  /** The first four bytes of a file. */
  public static final int MAGIC = 0x4D594E54; // "MYNT"

  private static final int VERSION = 1;
  private static final int MOST_TOKENS = 1 << 18;
  private static final int MOST_FEATURES = 1 << 16;
  private static final int MOST_LAYERS = 128;
  private static final int MOST_HEADS = 1 << 8;
  private static final int MOST_CONTEXT = 1 << 20;

  /** 512 MB at 16 bits. */
  private static final long MOST_NUMBERS = 1L << 28;

  private TransformerFormat() {}

  /** Whether a file can hold a network of this shape. */
  public static boolean holds(TransformerShape shape) {
    return shape.vocabulary() <= MOST_TOKENS
        && shape.width() <= MOST_FEATURES
        && shape.inner() <= MOST_FEATURES
        && shape.layers() <= MOST_LAYERS
        && shape.heads() <= MOST_HEADS
        && shape.headWidth() <= MOST_HEADS
        && shape.context() <= MOST_CONTEXT
        && ParameterLayout.count(shape) <= MOST_NUMBERS;
  }

  /** Writes the weights; {@link #read} reads them. */
  public static void write(TransformerWeights weights, DataOutputStream out) throws IOException {
    TransformerShape shape = weights.shape();
    out.writeInt(MAGIC);
    out.writeByte(VERSION);
    out.writeInt(shape.vocabulary());
    out.writeInt(shape.width());
    out.writeInt(shape.layers());
    out.writeInt(shape.heads());
    out.writeInt(shape.keyHeads());
    out.writeInt(shape.headWidth());
    out.writeInt(shape.inner());
    out.writeInt(shape.context());
    out.writeDouble(shape.theta());
    out.writeDouble(shape.epsilon());
    Floats.write(weights.flat(), true, out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException also when the bytes are not transformer weights
   */
  public static TransformerWeights read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC || in.readUnsignedByte() != VERSION) {
      throw new IOException("not a transformer of a version known here");
    }
    TransformerShape shape = readShape(in);
    float[] flat = Floats.read((int) ParameterLayout.count(shape), true, in);
    for (float value : flat) {
      if (!Float.isFinite(value)) {
        throw new IOException("a weight that is no number");
      }
    }
    return new TransformerWeights(shape, flat);
  }

  private static TransformerShape readShape(DataInputStream in) throws IOException {
    int vocabulary = within(in.readInt(), MOST_TOKENS);
    int width = within(in.readInt(), MOST_FEATURES);
    int layers = within(in.readInt(), MOST_LAYERS);
    int heads = within(in.readInt(), MOST_HEADS);
    int keyHeads = within(in.readInt(), MOST_HEADS);
    int headWidth = within(in.readInt(), MOST_HEADS);
    int inner = within(in.readInt(), MOST_FEATURES);
    int context = within(in.readInt(), MOST_CONTEXT);
    double theta = in.readDouble();
    double epsilon = in.readDouble();
    TransformerShape shape;
    try {
      shape =
          new TransformerShape(
              vocabulary,
              width,
              layers,
              heads,
              keyHeads,
              headWidth,
              inner,
              context,
              theta,
              epsilon);
    } catch (IllegalArgumentException e) {
      throw new IOException("no shape of a transformer", e);
    }
    if (!holds(shape)) {
      throw new IOException("a transformer of " + ParameterLayout.count(shape) + " numbers");
    }
    return shape;
  }

  private static int within(int value, int most) throws IOException {
    if (value < 1 || value > most) {
      throw new IOException(value + " is no size of a model");
    }
    return value;
  }
}
