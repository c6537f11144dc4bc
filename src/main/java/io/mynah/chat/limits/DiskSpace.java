package io.mynah.chat.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The disk that everything is kept on. Thread-safe. */
public final class DiskSpace {
  private static final int MOST_CAUSES = 8;

  private final Path folder;
  private final long reserve;

  /**
   * @param folder on the disk; may not be there yet
   * @param reserve bytes that are left free by what can wait
   */
  public DiskSpace(Path folder, long reserve) {
    this.folder = folder;
    this.reserve = reserve;
  }

  /** Whether something new may be begun. */
  public boolean hasRoom() {
    try {
      return !Files.exists(folder) || Files.getFileStore(folder).getUsableSpace() >= reserve;
    } catch (IOException e) {
      // What cannot be told must not keep anybody from anything.
      return true;
    }
  }

  /** Whether something failed for want of room. */
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
