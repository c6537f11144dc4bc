package io.mynah.store.backup;

import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A blob as its row describes it.
 *
 * @param version the name of its file
 */
record NamedContent(String name, String version, long size) {
  /** All blobs that a database names. */
  static List<NamedContent> all(Handle handle) {
    return handle
        .createQuery("select name, version, size from blobs")
        .map((row, context) -> new NamedContent(row.getString(1), row.getString(2), row.getLong(3)))
        .list();
  }

  /** What it is: the beginning of its name. */
  String kind() {
    return name.split("/", 2)[0];
  }

  /** Whether its file is in a folder, with all of its bytes. */
  boolean isWholeIn(Path folder) {
    return folder.resolve(version).toFile().length() == size;
  }
}
