package io.mynah.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A file that holds a {@link MasterKey} and nothing else. For one process at a time. */
public final class MasterKeyFile {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /** An upper bound on the size of the file. */
  private static final int MOST_BYTES = 1024;

  private final Path file;

  public MasterKeyFile(Path file) {
    this.file = file;
  }

  public Path path() {
    return file;
  }

  /**
   * The key in the file, if there is one.
   *
   * @throws MalformedMasterKey if the file holds something else
   * @throws IOException if it cannot be read
   */
  public Optional<MasterKey> read() throws IOException, MalformedMasterKey {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new MalformedMasterKey();
      }
      return Optional.of(
          MasterKey.parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether users other than its owner may read or write the file, as far as that can be
   * determined.
   */
  public boolean openToOthers() throws IOException {
    return posix() && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
  }

  /**
   * Writes a key to a new file that only its owner may read. The file is complete and synced to
   * disk, or absent.
   *
   * @throws FileAlreadyExistsException if the file exists; it is not changed
   */
  public void make(MasterKey key) throws IOException {
    Path unfinished = unfinished(key);
    try {
      Files.move(unfinished, file);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    syncFolder();
  }

  /** The same, but replaces an existing file. */
  public void replace(MasterKey key) throws IOException {
    Path unfinished = unfinished(key);
    try {
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    syncFolder();
  }

  private Path unfinished(MasterKey key) throws IOException {
    Path path = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.deleteIfExists(path);
    FileAttribute<?>[] safe =
        posix()
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (FileChannel channel =
        FileChannel.open(
            path, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), safe)) {
      ByteBuffer bytes = ByteBuffer.wrap((key.text() + "\n").getBytes(StandardCharsets.ISO_8859_1));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    return path;
  }

  private boolean posix() {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Syncs the folder, since a power cut may otherwise undo the renaming. Windows cannot open
   * folders, and does not need this.
   */
  private void syncFolder() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && posix()) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
