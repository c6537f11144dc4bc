package io.mynah.lm.transformer;

import io.mynah.lm.numeric.Floats;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The file format of a {@link TransformerModel} with whole weights: a magic number, a version, the
 * shape, the parts in the order of {@link ParameterLayout}. A gain or bias has 32 bits a number, a
 * matrix the integers and then the scales of a {@link QuantizedMatrix}, with 8 and 16 bits. Version
 * 3 has the options of the shape, too; a shape without options is written as version 2, so that its
 * digest, which adapters name, stays the same. Files of version 1, with 16 bits for each number,
 * are only read. Thread-safe.
 */
public final class TransformerFormat {
  /** The first four bytes of a file. */
  public static final int MAGIC = 0x4D594E54; // "MYNT"

  private static final int VERSION_OF_HALVES = 1;
  private static final int VERSION_WITHOUT_OPTIONS = 2;
  private static final int VERSION = 3;
  private static final int SEPARATE_SOFTMAX = 1;
  private static final int BIASES = 2;
  private static final int HEAD_NORMS = 4;
  private static final int SCALING = 8;
  private static final int ALL_OPTIONS = 15;
  private static final int MOST_TOKENS = 1 << 18;
  private static final int MOST_FEATURES = 1 << 16;
  private static final int MOST_LAYERS = 128;
  private static final int MOST_HEADS = 1 << 8;
  private static final int MOST_CONTEXT = 1 << 20;

  /** 1.7 GB at 8 bits. */
  private static final long MOST_NUMBERS = 3L << 29;

  /** The largest weight or gain that is read, so that no sum of a few overflows. */
  private static final float MOST_SIZE = 65_504;

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

  /**
   * Writes a model without its adapters, if it has any; {@link #read} reads it.
   *
   * @throws IOException when {@code out} throws it
   */
  public static void write(TransformerModel model, DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    boolean plain = model.shape().options().equals(TransformerShape.Options.NONE);
    out.writeByte(plain ? VERSION_WITHOUT_OPTIONS : VERSION);
    writeShape(model.shape(), out);
    if (!plain) {
      writeOptions(model.shape().options(), out);
    }
    Iterator<float[]> vectors = model.speaking().vectors().iterator();
    Iterator<MatrixKernel.Matrix> matrices = model.speaking().matrices().iterator();
    for (ParameterLayout.Part part : new ParameterLayout(model.shape()).parts()) {
      if (part.isMatrix()) {
        write(matrices.next(), out);
      } else {
        Floats.write(vectors.next(), false, out);
      }
    }
  }

  private static void writeShape(TransformerShape shape, DataOutputStream out) throws IOException {
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
  }

  private static void writeOptions(TransformerShape.Options options, DataOutputStream out)
      throws IOException {
    RotaryPositions.Scaling scaling = options.scaling();
    out.writeByte(
        (options.separateSoftmax() ? SEPARATE_SOFTMAX : 0)
            | (options.biases() ? BIASES : 0)
            | (options.headNorms() ? HEAD_NORMS : 0)
            | (scaling == null ? 0 : SCALING));
    if (scaling != null) {
      out.writeDouble(scaling.factor());
      out.writeDouble(scaling.low());
      out.writeDouble(scaling.high());
      out.writeInt(scaling.context());
    }
  }

  private static void write(MatrixKernel.Matrix matrix, DataOutputStream out) throws IOException {
    int columns = matrix.columns();
    ByteBuffer scales =
        ByteBuffer.allocate(matrix.rows() * QuantizedMatrix.blocks(columns) * Short.BYTES);
    float[] row = new float[columns];
    for (int i = 0; i < matrix.rows(); i++) {
      matrix.row(i, row);
      QuantizedMatrix rounded = QuantizedMatrix.of(row, 0, 1, columns);
      out.write(rounded.values());
      for (float scale : rounded.scales()) {
        scales.putShort(QuantizedMatrix.toBits(scale));
      }
    }
    out.write(scales.array());
  }

  /** SHA-256 of what {@link #write} writes. */
  static byte[] digest(TransformerModel model) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      write(
          model,
          new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest)));
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads what {@link #write} wrote, or a file of an older version.
   *
   * @throws IOException also when the bytes are not a transformer
   */
  public static TransformerModel read(DataInputStream in) throws IOException {
    return read(in, Kernels.fastest());
  }

  static TransformerModel read(DataInputStream in, MatrixKernel kernel) throws IOException {
    int magic = in.readInt();
    int version = in.readUnsignedByte();
    if (magic != MAGIC || version < VERSION_OF_HALVES || version > VERSION) {
      throw new IOException("not a transformer of a version known here");
    }
    TransformerShape shape = readShape(version == VERSION, in);
    if (version == VERSION_OF_HALVES) {
      float[] flat = readNumbers((int) ParameterLayout.count(shape), true, in);
      return new TransformerModel(new TransformerWeights(shape, flat), kernel);
    }
    List<float[]> vectors = new ArrayList<>();
    List<MatrixKernel.Matrix> matrices = new ArrayList<>();
    for (ParameterLayout.Part part : new ParameterLayout(shape).parts()) {
      if (part.isMatrix()) {
        matrices.add(kernel.matrix(readMatrix(part, in)));
      } else {
        vectors.add(readNumbers(part.length(), false, in));
      }
    }
    return new TransformerModel(SpeakingWeights.of(shape, kernel, vectors, matrices));
  }

  private static float[] readNumbers(int count, boolean half, DataInputStream in)
      throws IOException {
    float[] numbers = Floats.read(count, half, in);
    for (float number : numbers) {
      if (!(Math.abs(number) <= MOST_SIZE)) {
        throw new IOException("a weight of " + number);
      }
    }
    return numbers;
  }

  private static QuantizedMatrix readMatrix(ParameterLayout.Part part, DataInputStream in)
      throws IOException {
    byte[] values = readBytes(part.length(), in);
    for (byte value : values) {
      if (value < -QuantizedMatrix.LARGEST) {
        throw new IOException("an integer of " + value);
      }
    }
    int blocks = part.rows() * QuantizedMatrix.blocks(part.columns());
    ByteBuffer bytes = ByteBuffer.wrap(readBytes(blocks * Short.BYTES, in));
    float[] scales = new float[blocks];
    for (int i = 0; i < blocks; i++) {
      scales[i] = QuantizedMatrix.fromBits(bytes.getShort());
      if (!(scales[i] >= 0 && QuantizedMatrix.LARGEST * scales[i] <= MOST_SIZE)) {
        throw new IOException("a scale of " + scales[i]);
      }
    }
    return new QuantizedMatrix(part.rows(), part.columns(), values, scales);
  }

  /** Reads so many bytes; memory grows with what arrives. */
  private static byte[] readBytes(int count, DataInputStream in) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("weights are missing");
    }
    return bytes;
  }

  private static TransformerShape readShape(boolean withOptions, DataInputStream in)
      throws IOException {
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
              epsilon,
              withOptions ? readOptions(in) : TransformerShape.Options.NONE);
    } catch (IllegalArgumentException e) {
      throw new IOException("no shape of a transformer", e);
    }
    if (!holds(shape)) {
      throw new IOException("a transformer of " + ParameterLayout.count(shape) + " numbers");
    }
    return shape;
  }

  private static TransformerShape.Options readOptions(DataInputStream in) throws IOException {
    int options = in.readUnsignedByte();
    if (options == 0 || options > ALL_OPTIONS) {
      throw new IOException("options that are not known here");
    }
    RotaryPositions.Scaling scaling =
        (options & SCALING) == 0
            ? null
            : new RotaryPositions.Scaling(
                in.readDouble(), in.readDouble(), in.readDouble(), in.readInt());
    return new TransformerShape.Options(
        (options & SEPARATE_SOFTMAX) != 0,
        (options & BIASES) != 0,
        (options & HEAD_NORMS) != 0,
        scaling);
  }

  private static int within(int value, int most) throws IOException {
    if (value < 1 || value > most) {
      throw new IOException(value + " is no size of a model");
    }
    return value;
  }
}
