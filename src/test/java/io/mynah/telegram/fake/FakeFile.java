package io.mynah.telegram.fake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a person sends, in memory or on the disk. Immutable. */
public final class FakeFile {
  /** How a form refers to a file that comes with it. */
  static final String ATTACHED = "attach://";

  private final String name;
  private final byte[] bytes;
  private final Path path;
  private final long size;

  private FakeFile(String name, byte[] bytes, Path path, long size) {
    this.name = name;
    this.bytes = bytes;
    this.path = path;
    this.size = size;
  }

  public static FakeFile of(String name, byte[] bytes) {
    return new FakeFile(name, bytes.clone(), null, bytes.length);
  }

  public static FakeFile of(Path path) {
    try {
      return new FakeFile(path.getFileName().toString(), new byte[0], path, Files.size(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of which only the size matters. */
  public static FakeFile ofSize(String name, long size) {
    return new FakeFile(name, new byte[0], null, size);
  }

  public String name() {
    return name;
  }

  /** Bytes as Telegram tells them. */
  public long size() {
    return size;
  }

  /** Bytes that there really are. */
  long length() {
    return path == null ? bytes.length : size;
  }

  /** All of it. */
  public byte[] content() {
    try (InputStream in = open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InputStream open() throws IOException {
    return path == null ? new ByteArrayInputStream(bytes) : Files.newInputStream(path);
  }
}
