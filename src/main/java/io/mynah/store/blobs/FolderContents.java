package io.mynah.store.blobs;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Contents as files in a folder, named by their versions. */
final class FolderContents implements BlobContents {
  private static final Logger log = LoggerFactory.getLogger(FolderContents.class);
  private static final Pattern VERSION =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final long LITTLE_SPACE = 1 << 20;

  private final Path folder;

  /** Creates the folder if needed. */
  FolderContents(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String version) {
    return folder.resolve(version);
  }

  @Override
  public OutputStream create(String version) throws IOException {
    // Not a channel: an interrupt of the thread closes its channels.
    FileOutputStream file = open(version);
    return new FilterOutputStream(file) {
      private boolean closed;

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        file.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        if (closed) {
          return;
        }
        closed = true;
        try (file) {
          file.getFD().sync();
        }
        syncFolder();
      }
    };
  }

  private FileOutputStream open(String version) throws FileSystemException {
    try {
      return new FileOutputStream(file(version).toFile());
    } catch (FileNotFoundException e) {
      FileSystemException fault = new FileSystemException(e.getMessage());
      fault.initCause(e);
      throw fault;
    }
  }

  /**
   * Syncs the folder, since a power cut may otherwise undo that a file was made. Windows cannot
   * open folders, and does not need this.
   */
  private void syncFolder() throws IOException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public InputStream stream(String version, long size) throws IOException {
    Path file = file(version);
    try {
      return new FileInputStream(file.toFile());
    } catch (FileNotFoundException e) {
      if (Files.notExists(file)) {
        throw new NoSuchFileException("no blob");
      }
      // Missing permission, too many open files: temporary reasons, and the file may be intact.
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public SeekableByteChannel channel(String version, long size) throws IOException {
    return Files.newByteChannel(file(version));
  }

  @Override
  public boolean isWhole(Handle transaction, String version, long size) {
    return file(version).toFile().length() == size;
  }

  @Override
  public void deleteIn(Handle transaction, String version) {
    // The transaction may be rolled back.
  }

  @Override
  public void delete(String version) {
    try {
      Files.deleteIfExists(file(version));
    } catch (IOException e) {
      log.warn("A blob could not be deleted, tried again at the next start: {}", e.getClass());
    }
  }

  @Override
  public void tidy(Predicate<String> used) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path each : files) {
        String name = String.valueOf(each.getFileName());
        if (VERSION.matcher(name).matches() && !used.test(name)) {
          delete(name);
        }
      }
    }
  }

  @Override
  public boolean isFull() {
    try {
      return Files.getFileStore(folder).getUsableSpace() < LITTLE_SPACE;
    } catch (IOException e) {
      return false;
    }
  }

  /** Takes a file in as the content of a version. */
  void adopt(Path file, String version) throws IOException {
    Files.move(file, file(version), StandardCopyOption.REPLACE_EXISTING);
    syncFolder();
  }
}
