package io.mynah.store.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Locks a folder against a second process. The system releases it however the process ends. */
public final class FolderLock implements AutoCloseable {
  /** The name of the file in the folder. */
  public static final String FILE = "mynah.lock";

  /** The folder is in use by another Mynah. */
  public static final class InUse extends Exception {
    private static final long serialVersionUID = 1L;

    InUse() {
      super("The folder is in use by another Mynah");
    }
  }

  /**
   * Folders locked by this process. Closing any channel of a locked file gives up the lock on some
   * systems, so a second channel must not even be opened here.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the lock of a folder. Creates the folder if needed.
   *
   * @throws InUse if another process, or another part of this one, holds it
   * @throws IOException if the folder cannot be made or written
   */
  public static FolderLock take(Path folder) throws InUse, IOException {
    Path real = Files.createDirectories(folder).toRealPath();
    if (!HELD.add(real)) {
      throw new InUse();
    }
    FolderLock lock = null;
    try {
      lock = lock(real);
    } finally {
      if (lock == null) {
        HELD.remove(real);
      }
    }
    if (lock == null) {
      throw new InUse();
    }
    return lock;
  }

  private static @Nullable FolderLock lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    return locked ? new FolderLock(folder, channel) : null;
  }

  /** Releases the folder. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(folder);
    }
  }
}
