package io.mynah.chat.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Checks the free space of the disk that holds all data. Thread-safe. */
public final class DiskSpace {
  private static final int MOST_CAUSES = 8;

  private final Path folder;
  private final long reserve;

  /**
   * @param folder on the disk; may not exist yet
   * @param reserve bytes that must stay free before anything new begins
   */
  public DiskSpace(Path folder, long reserve) {
    this.folder = folder;
    this.reserve = reserve;
  }

  /** Whether there is room to begin something new. */
  public boolean hasRoom() {
    // If the free space cannot be read, nothing is refused.
    return free().orElse(reserve) >= reserve;
  }

  /** The free space in bytes; empty if it cannot be read. */
  public OptionalLong free() {
    try {
      return Files.exists(folder)
          ? OptionalLong.of(Files.getFileStore(folder).getUsableSpace())
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Whether something failed because the disk is full. */
  public boolean isWhy(Throwable fault) {
    return !hasRoom()
        || Stream.iterate(fault, cause -> cause != null, Throwable::getCause)
            .limit(MOST_CAUSES)
            .anyMatch(DiskSpace::saysFull);
  }

  private static boolean saysFull(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return Stream.of("no space left", "not enough space", "quota exceeded", "disk is full")
        .anyMatch(message::contains);
  }
}
