package io.mynah.lm.dl4j;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The file that a training's {@link Snapshot} lies in: a magic number, a version, the fingerprint
 * of what is trained on what, the snapshot, a checksum. It is written beside, synced and renamed,
 * so that there is always a whole one. Used by one thread at a time.
 */
final class CheckpointFile {
  private static final int MAGIC = 0x4D594E43; // "MYNC"
  private static final int VERSION = 1;

  /** Magic number, version, fingerprint, five counts and times, two flags, checksum. */
  private static final long FIXED = 4 + 1 + 32 + 5 * 4 + 8 + 8 + 1 + 1 + 8;

  private final Path file;
  private final byte[] fingerprint;

  /**
   * @param fingerprint 32 bytes; a file with another one is ignored
   */
  CheckpointFile(Path folder, byte[] fingerprint) {
    this.file = folder.resolve("network");
    this.fingerprint = fingerprint.clone();
  }

  /** Replaces the file. */
  void write(Snapshot snapshot) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    Path unfinished = folder.resolve("network.unfinished");
    // Not a channel: an interrupted thread's channels close themselves.
    try (FileOutputStream bytes = new FileOutputStream(unfinished.toFile())) {
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
      bytes.getFD().sync();
    }
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    syncFolder(folder);
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

  /** Makes the renaming last; not every file system can, and the file is whole either way. */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException unsupported) {
      // See above.
    }
  }

  /**
   * Reads the snapshot of a network of this shape, or null when there is none that is whole and of
   * the same fingerprint.
   *
   * @param layers and {@code stateLength}, numbers of state in each
   */
  @Nullable Snapshot read(int parameters, int moments, int layers, int stateLength) {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      CheckedInputStream checked = new CheckedInputStream(bytes, new CRC32C());
      DataInputStream in = new DataInputStream(checked);
      if (in.readInt() != MAGIC
          || in.readUnsignedByte() != VERSION
          || !Arrays.equals(in.readNBytes(fingerprint.length), fingerprint)) {
        return null;
      }
      Snapshot.Progress progress = readProgress(in);
      boolean hasBest = in.readBoolean();
      long numbers =
          parameters + (long) moments + (long) layers * stateLength + (hasBest ? parameters : 0);
      if (Files.size(file) != FIXED + numbers * Float.BYTES) {
        return null;
      }
      Snapshot snapshot =
          new Snapshot(
              progress,
              Floats.read(parameters, false, in),
              Floats.read(moments, false, in),
              readState(layers, stateLength, in),
              hasBest ? Floats.read(parameters, false, in) : null);
      long checksum = checked.getChecksum().getValue();
      return in.readLong() == checksum ? snapshot : null;
    } catch (IOException damaged) {
      return null;
    }
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

  private static float[][] readState(int layers, int length, DataInputStream in)
      throws IOException {
    float[][] state = new float[layers][];
    for (int i = 0; i < layers; i++) {
      state[i] = Floats.read(length, false, in);
    }
    return state;
  }
}
