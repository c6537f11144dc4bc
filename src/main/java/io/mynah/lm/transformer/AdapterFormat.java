package io.mynah.lm.transformer;

import io.mynah.lm.BaseNetworks;
import io.mynah.lm.OtherBase;
import io.mynah.lm.numeric.Floats;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The file format of a {@link TransformerModel} with adapters: a magic number, a version, the
 * SHA-256 of the base, the rank, the number of layers, the numbers with 16 bits each. Thread-safe.
 */
public final class AdapterFormat {
  /** The first four bytes of a file. */
  public static final int MAGIC = 0x4D594E41; // "MYNA"

  private static final int VERSION = 1;
  private static final int DIGEST_BYTES = 32;
  private static final int MOST_RANK = 1 << 10;

  private AdapterFormat() {}

  /** Writes the adapters; {@link #read} reads them. */
  public static void write(TransformerModel.Adaptation adaptation, DataOutputStream out)
      throws IOException {
    AdapterLayout layout = adaptation.adapters().layout();
    out.writeInt(MAGIC);
    out.writeByte(VERSION);
    out.write(adaptation.base().digest());
    out.writeInt(layout.rank());
    out.writeInt(layout.shape().layers() - layout.firstLayer());
    Floats.write(adaptation.adapters().values(), true, out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param bases finds the network that the adapters are for
   * @throws OtherBase when it is not found
   * @throws IOException also when the bytes are not adapters of a known version
   */
  public static TransformerModel read(DataInputStream in, BaseNetworks bases) throws IOException {
    if (in.readInt() != MAGIC || in.readUnsignedByte() != VERSION) {
      throw new IOException("not adapters of a version known here");
    }
    byte[] digest = new byte[DIGEST_BYTES];
    in.readFully(digest);
    int rank = in.readInt();
    int layers = in.readInt();
    if (!(bases.find(HexFormat.of().formatHex(digest)) instanceof TransformerModel base)
        || !Arrays.equals(digest, base.digest())) {
      throw new OtherBase();
    }
    if (rank < 1 || rank > MOST_RANK || layers < 1 || layers > base.shape().layers()) {
      throw new IOException("adapters of rank " + rank + " in " + layers + " layers");
    }
    AdapterLayout layout = new AdapterLayout(base.shape(), rank, layers);
    float[] values = Floats.read(layout.length(), true, in);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IOException("an adapter with what is no number");
      }
    }
    return new TransformerModel(
        new TransformerModel.Adaptation(base, new Adapters(layout, values)));
  }
}
