package io.mynah.app.backup;

import io.mynah.store.database.FolderLock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder that is being written beside the place where it will be. What a killed process left
 * there is deleted. It is deleted when it is closed, unless it was moved to its place. For one
 * thread.
 */
final class UnfinishedFolder implements AutoCloseable {
  private final Path folder;
  private final FolderLock lock;

  private UnfinishedFolder(Path folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** The path of the folder that becomes another. */
  static Path pathFor(Path place) {
    return place.resolveSibling("." + place.getFileName() + ".unfinished");
  }

  /**
   * Makes an empty folder, readable only by the user if the file system supports that.
   *
   * @throws FolderLock.InUse if another process writes it
   */
  static UnfinishedFolder make(Path folder) throws IOException, FolderLock.InUse {
    Path parent = folder.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (!Files.isDirectory(folder)) {
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(folder);
      }
    }
    UnfinishedFolder made = new UnfinishedFolder(folder, FolderLock.take(folder));
    made.deleteContents();
    return made;
  }

  Path path() {
    return folder;
  }

  /** Makes sure that all of it is on the disk. */
  void sync() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        if (Files.isDirectory(each)) {
          sync(each);
        } else {
          try (FileChannel channel = FileChannel.open(each, StandardOpenOption.WRITE)) {
            channel.force(true);
          }
        }
      }
    }
  }

  /** Moves it to its place, whole or not at all. What was synced before is on the disk then. */
  void moveTo(Path place) throws IOException {
    lock.close();
    Files.delete(folder.resolve(FolderLock.FILE));
    Files.deleteIfExists(place); // an empty folder
    Files.move(folder, place, StandardCopyOption.ATOMIC_MOVE);
    Path parent = place.getParent();
    if (parent != null) {
      sync(parent);
    }
  }

  /** Windows cannot open folders, and does not need this. */
  static void sync(Path folder) throws IOException {
    if (!System.getProperty("os.name", "").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private void deleteContents() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(folder) && !each.equals(folder.resolve(FolderLock.FILE))) {
          Files.delete(each);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (Files.isDirectory(folder)) {
      deleteContents();
      lock.close();
      Files.deleteIfExists(folder.resolve(FolderLock.FILE));
      Files.delete(folder);
    }
  }
}
