package io.mynah.models;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A model file of version 1, which earlier releases wrote: magic, version, length of the payload,
 * its SHA-256, all big-endian, then the payload, which is not sealed.
 */
final class UnsealedFile {
  private static final int VERSION = 1;
  private static final int DIGEST_BYTES = 32;
  private static final int HEADER_BYTES = ModelFile.HEADER_BYTES + 8 + DIGEST_BYTES;

  private final Path file;

  UnsealedFile(Path file) {
    this.file = file;
  }

  /** Whether it is a file of version 1, be it whole or not. */
  boolean isOne() throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      byte[] start = in.readNBytes(ModelFile.HEADER_BYTES);
      return Arrays.equals(start, start());
    }
  }

  private static byte[] start() {
    return ByteBuffer.allocate(ModelFile.HEADER_BYTES)
        .putLong(ModelFile.MAGIC)
        .putInt(VERSION)
        .array();
  }

  /**
   * Writes the payload to a new file, sealed.
   *
   * @throws DamagedModel if the file is not what was written; what was written of the new one is
   *     not to be used
   */
  void seal(ModelFile sealed, Path into) throws IOException, DamagedModel {
    MessageDigest digest = sha256();
    byte[] expected = new byte[DIGEST_BYTES];
    long length;
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      in.readFully(new byte[ModelFile.HEADER_BYTES]);
      length = in.readLong();
      in.readFully(expected);
      InputStream payload = new DigestInputStream(in, digest);
      sealed.write(into, out -> payload.transferTo(out));
    }
    if (length != Files.size(file) - HEADER_BYTES || !Arrays.equals(expected, digest.digest())) {
      throw new DamagedModel("the checksum is wrong");
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
