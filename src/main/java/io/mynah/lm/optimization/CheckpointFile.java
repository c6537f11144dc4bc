package io.mynah.lm.optimization;

import io.mynah.lm.CheckpointFiles;
import io.mynah.lm.numeric.Floats;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint file with the {@link Snapshot} of a training: a magic number, a version, the
 * fingerprint of network and data, the snapshot, a checksum. Used by one thread at a time.
 */
public final class CheckpointFile {
  private static final int MAGIC = 0x4D594E43; // "MYNC"
  private static final int VERSION = 1;

  private static final String NAME = "network";
  private static final int BUFFER = 1 << 16;

  private final CheckpointFiles files;
  private final byte[] fingerprint;

  /**
   * @param fingerprint 32 bytes; a file with another one is ignored
   */
  public CheckpointFile(CheckpointFiles files, byte[] fingerprint) {
    this.files = files;
    this.fingerprint = fingerprint.clone();
  }

  /** Replaces the file. */
  void write(Snapshot snapshot) throws IOException {
    files.write(NAME, bytes -> write(snapshot, bytes));
  }

  private void write(Snapshot snapshot, OutputStream bytes) throws IOException {
    CheckedOutputStream checked = new CheckedOutputStream(bytes, new CRC32C());
    DataOutputStream out = new DataOutputStream(checked);
    writeHead(snapshot, out);
    Floats.write(snapshot.parameters(), false, out);
    Floats.write(snapshot.moments(), false, out);
    for (float[] layer : snapshot.state()) {
      Floats.write(layer, false, out);
    }
    if (snapshot.best() != null) {
      Floats.write(snapshot.best(), false, out);
    }
    out.writeLong(checked.getChecksum().getValue());
    out.flush();
  }

  private void writeHead(Snapshot snapshot, DataOutputStream out) throws IOException {
    Snapshot.Progress progress = snapshot.progress();
    out.writeInt(MAGIC);
    out.writeByte(VERSION);
    out.write(fingerprint);
    out.writeInt(progress.step());
    out.writeInt(progress.total());
    out.writeInt(progress.interval());
    out.writeInt(progress.evaluated());
    out.writeInt(progress.worse());
    out.writeLong(progress.spent());
    out.writeDouble(progress.bestNats());
    out.writeBoolean(progress.finished());
    out.writeBoolean(snapshot.best() != null);
  }

  /**
   * Reads the snapshot of a network of this shape; null if there is no complete one with the same
   * fingerprint.
   *
   * @param parameters how many parameters
   * @param moments how many moments
   * @param states how many arrays of state
   * @param stateLength numbers in each of these arrays
   */
  @Nullable Snapshot read(int parameters, int moments, int states, int stateLength) {
    try {
      Optional<InputStream> file = files.open(NAME);
      if (file.isEmpty()) {
        return null;
      }
      try (InputStream bytes = new BufferedInputStream(file.get(), BUFFER)) {
        return read(bytes, parameters, moments, states, stateLength);
      }
    } catch (IOException damaged) {
      return null;
    }
  }

  private @Nullable Snapshot read(
      InputStream bytes, int parameters, int moments, int states, int stateLength)
      throws IOException {
    CheckedInputStream checked = new CheckedInputStream(bytes, new CRC32C());
    DataInputStream in = new DataInputStream(checked);
    if (in.readInt() != MAGIC
        || in.readUnsignedByte() != VERSION
        || !Arrays.equals(in.readNBytes(fingerprint.length), fingerprint)) {
      return null;
    }
    Snapshot.Progress progress = readProgress(in);
    boolean hasBest = in.readBoolean();
    Snapshot snapshot =
        new Snapshot(
            progress,
            Floats.read(parameters, false, in),
            Floats.read(moments, false, in),
            readState(states, stateLength, in),
            hasBest ? Floats.read(parameters, false, in) : null);
    long checksum = checked.getChecksum().getValue();
    boolean whole = in.readLong() == checksum && in.read() < 0;
    return whole ? snapshot : null;
  }

  private static Snapshot.Progress readProgress(DataInputStream in) throws IOException {
    return new Snapshot.Progress(
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readLong(),
        in.readDouble(),
        in.readBoolean());
  }

  private static float[][] readState(int states, int length, DataInputStream in)
      throws IOException {
    float[][] state = new float[states][];
    for (int i = 0; i < states; i++) {
      state[i] = Floats.read(length, false, in);
    }
    return state;
  }
}
