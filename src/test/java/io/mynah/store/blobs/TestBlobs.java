package io.mynah.store.blobs;

import io.mynah.store.database.Change;
import io.mynah.store.database.Database;
import io.mynah.vault.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks into the files of blobs in a folder. */
public final class TestBlobs {
  private static final List<String> KINDS = List.of("model", "candidate", "checkpoint", "upload");

  private final BlobStore blobs;
  private final Path folder;

  /**
   * @param folder of the blobs
   */
  public TestBlobs(Database database, Path folder) {
    blobs = BlobStore.of(database, folder);
    this.folder = folder;
  }

  /** Opens a database beside the folder of blobs, to be closed with it or never. */
  public static TestBlobs beside(Path folder) {
    return new TestBlobs(
        Database.sqlite(folder.resolveSibling(folder.getFileName() + ".db"), TestKeys.MASTER),
        folder);
  }

  public BlobStore store() {
    return blobs;
  }

  /** The names of all blobs of these kinds, in order; of all kinds if none is named. */
  public List<String> names(String... kinds) {
    return (kinds.length == 0 ? KINDS : List.of(kinds))
        .stream()
            .flatMap(kind -> blobs.names(new BlobName.Group(kind + "/")).stream())
            .map(BlobName::value)
            .sorted()
            .toList();
  }

  /** The file in which a blob is now. */
  public Path file(BlobName name) {
    return folder.resolve(blobs.find(name).orElseThrow().version());
  }

  /** All files. */
  public List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Stores a blob as it is. */
  public void put(BlobName name, byte[] bytes) throws IOException {
    boolean unused = blobs.write(name, out -> out.write(bytes), Change.NOTHING);
  }
}
