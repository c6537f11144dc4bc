package io.mynah.models;

import io.mynah.lm.LanguageModel;
import io.mynah.lm.ModelFormat;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A model on disk: a header (magic, version, length of the payload, its SHA-256), then the payload
 * of the {@link ModelFormat}. All numbers are big-endian. Nothing of the payload is parsed before
 * its length and checksum are found right.
 */
final class ModelFile {
  static final int HEADER_BYTES = 8 + 4 + 8 + 32;

  private static final long MAGIC = 0x4d594e41484d444cL; // "MYNAHMDL"
  private static final int VERSION = 1;
  private static final int BUFFER = 1 << 16;

  private ModelFile() {}

  /** Writes a model to a new file and syncs it to disk. */
  static void write(Path file, ModelFormat format, LanguageModel model) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.position(HEADER_BYTES);
      MessageDigest digest = sha256();
      DataOutputStream payload =
          new DataOutputStream(
              new BufferedOutputStream(
                  new DigestOutputStream(unclosed(Channels.newOutputStream(channel)), digest),
                  BUFFER));
      format.write(model, payload);
      payload.flush();
      long length = channel.position() - HEADER_BYTES;
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
      header.putLong(MAGIC).putInt(VERSION).putLong(length).put(digest.digest()).flip();
      channel.position(0);
      while (header.hasRemaining()) {
        channel.write(header);
      }
      channel.force(true);
    }
  }

  /** A format that closes its stream must not close the file under the header. */
  private static OutputStream unclosed(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  /**
   * Reads a model whose file is whole.
   *
   * @throws UncheckedIOException when it cannot be told whether the file is whole: it cannot be
   *     opened, or the thread was interrupted
   */
  static LanguageModel read(Path file, ModelFormat format) throws MissingModel, DamagedModel {
    try (FileChannel channel = open(file)) {
      // The same open file is checked and parsed: a replacement in between makes no difference.
      long length = check(channel);
      channel.position(HEADER_BYTES);
      return parse(format, new BoundedStream(Channels.newInputStream(channel), length));
    } catch (IOException e) {
      throw damaged("the file cannot be read", e);
    }
  }

  private static LanguageModel parse(ModelFormat format, InputStream payload) throws DamagedModel {
    try {
      return format.read(new DataInputStream(new BufferedInputStream(payload, BUFFER)));
    } catch (IOException | RuntimeException e) {
      throw damaged("the payload is not of a format known here", e);
    }
  }

  /** An interrupted thread's channels close themselves, which says nothing of the file. */
  private static DamagedModel damaged(String what, Exception cause) {
    if (Thread.currentThread().isInterrupted()) {
      throw new UncheckedIOException(new InterruptedIOException("interrupted while reading"));
    }
    return new DamagedModel(what, cause);
  }

  private static FileChannel open(Path file) throws MissingModel {
    try {
      return FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new MissingModel();
    } catch (IOException e) {
      // No right to read it, too many open files: reasons that pass, and the file may be whole.
      throw new UncheckedIOException(e);
    }
  }

  /** Checks header and checksum, and returns the payload's length. */
  private static long check(FileChannel channel) throws IOException, DamagedModel {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    while (header.hasRemaining()) {
      if (channel.read(header) < 0) {
        throw new DamagedModel("the file ends within its header");
      }
    }
    header.flip();
    if (header.getLong() != MAGIC) {
      throw new DamagedModel("the file does not begin as a model does");
    }
    int version = header.getInt();
    if (version != VERSION) {
      throw new DamagedModel("version " + version + " is not known here");
    }
    long length = header.getLong();
    if (length != channel.size() - HEADER_BYTES) {
      throw new DamagedModel("the file is not as long as its header says");
    }
    byte[] expected = new byte[32];
    header.get(expected);
    if (!Arrays.equals(expected, digest(channel))) {
      throw new DamagedModel("the checksum is wrong");
    }
    return length;
  }

  /** The digest of what follows the channel's position. */
  private static byte[] digest(FileChannel channel) throws IOException {
    MessageDigest digest = sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (channel.read(buffer) >= 0) {
      buffer.flip();
      digest.update(buffer);
      buffer.clear();
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
