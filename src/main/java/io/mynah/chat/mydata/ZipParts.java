package io.mynah.chat.mydata;

import io.mynah.vault.DataKey;
import io.mynah.vault.MasterKey;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Packs files into zip files of limited size in a folder. They are encrypted there with a key that
 * exists only in memory, so nobody can read what a killed process leaves. Closing deletes them. For
 * one thread.
 */
final class ZipParts implements AutoCloseable {
  /** An upper bound of what a zip needs for a file besides its content. */
  private static final long MARGIN = 4_096;

  private static final String PLACE = "mydata";

  private final Path folder;
  private final long limit;
  private final BooleanSupplier unwanted;
  private final DataKey key = MasterKey.random().newKey();
  private final List<Path> parts = new ArrayList<>();
  private @Nullable ZipOutputStream zip;
  private @Nullable Counting bytes;

  /**
   * @param folder an empty folder
   * @param limit the largest size of a zip in bytes; only a zip with a single larger file exceeds
   *     it
   * @param unwanted whether the zips are no longer needed
   */
  ZipParts(Path folder, long limit, BooleanSupplier unwanted) {
    this.folder = folder;
    this.limit = limit;
    this.unwanted = unwanted;
  }

  /** Writes the content of a file. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Adds a file.
   *
   * @param size an upper bound of the size of its content
   * @throws CancellationException when the zips are no longer needed
   */
  void add(String name, long size, Content content) throws IOException {
    if (unwanted.getAsBoolean()) {
      throw new CancellationException("nobody waits for what is packed");
    }
    if (bytes != null && bytes.count + size + MARGIN > limit) {
      finish();
    }
    ZipOutputStream out = zip == null ? begin() : zip;
    out.putNextEntry(new ZipEntry(name));
    content.writeTo(out);
    out.closeEntry();
    out.flush();
  }

  private ZipOutputStream begin() throws IOException {
    Path part = folder.resolve(parts.size() + ".zip");
    parts.add(part);
    OutputStream file = new BufferedOutputStream(Files.newOutputStream(part));
    bytes = new Counting(key.sealing(file, PLACE));
    zip = new ZipOutputStream(bytes);
    return zip;
  }

  /** Ends the zip that is being written; returns the number of zips. */
  int finish() throws IOException {
    if (zip != null) {
      zip.close();
      zip = null;
      bytes = null;
    }
    return parts.size();
  }

  /** The bytes of a zip, counted from 0. */
  byte[] part(int number) throws IOException {
    try (InputStream in = key.opening(Files.newInputStream(parts.get(number)), PLACE)) {
      return in.readAllBytes();
    }
  }

  @Override
  public void close() throws IOException {
    finish();
    for (Path part : parts) {
      Files.deleteIfExists(part);
    }
    Files.deleteIfExists(folder);
  }

  private static final class Counting extends FilterOutputStream {
    private long count;

    Counting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }
  }
}
