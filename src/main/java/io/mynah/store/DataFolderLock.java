package io.mynah.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two processes off one data folder: the queue and the inbox are made for one. The system
 * gives the lock back when the process ends, however it ends.
 */
public final class DataFolderLock implements AutoCloseable {
  /** The folder is in use by another Mynah. */
  public static final class InUse extends Exception {
    private static final long serialVersionUID = 1L;

    InUse() {
      super("The data folder is in use by another Mynah");
    }
  }

  private final FileChannel channel;

  private DataFolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a folder, which is made if there is none.
   *
   * @throws InUse if another process, or another part of this one, holds it
   * @throws IOException if the folder cannot be made or written
   */
  public static DataFolderLock take(Path folder) throws InUse, IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("mynah.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) != null) {
        return new DataFolderLock(channel);
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new InUse();
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Gives the folder free. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
