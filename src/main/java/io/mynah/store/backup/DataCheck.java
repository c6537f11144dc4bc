package io.mynah.store.backup;

import io.mynah.store.database.Database;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Checks that a database in a SQLite file and its blobs are whole. */
public final class DataCheck {
  private DataCheck() {}

  /** What a check finds. */
  public enum Finding {
    WHOLE,
    /** Pages of the file do not fit together, or rows refer to others that are not there. */
    DAMAGED_DATABASE,
    /** The content of a blob is not there with its size. */
    MISSING_BLOBS
  }

  /**
   * Reads the whole database, and looks at the size of each blob.
   *
   * @param contents the folder of the blobs' contents
   */
  public static Finding of(Database database, Path contents) {
    return database.read(
        h -> {
          if (!isSound(h)) {
            return Finding.DAMAGED_DATABASE;
          }
          return NamedContent.all(h).stream().allMatch(blob -> blob.isWholeIn(contents))
              ? Finding.WHOLE
              : Finding.MISSING_BLOBS;
        });
  }

  private static boolean isSound(Handle handle) {
    List<String> faults =
        handle.createQuery("pragma integrity_check(1)").mapTo(String.class).list();
    return faults.equals(List.of("ok"))
        && handle.createQuery("pragma foreign_key_check").mapToMap().list().isEmpty();
  }
}
