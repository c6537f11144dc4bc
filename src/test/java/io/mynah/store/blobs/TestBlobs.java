package io.mynah.store.blobs;

import io.mynah.store.TestSqlite;
import io.mynah.store.database.Change;
import io.mynah.store.database.Database;
import io.mynah.vault.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks into blobs where they are stored: in the files of a folder, or in rows on a server. */
public final class TestBlobs {
  private static final List<String> KINDS =
      List.of("model", "version", "candidate", "checkpoint", "upload");

  private final Database database;
  private final BlobStore blobs;
  private final Path folder;

  /**
   * @param folder of the blobs
   */
  public TestBlobs(Database database, Path folder) {
    this.database = database;
    blobs = BlobStore.of(database, folder);
    this.folder = folder;
  }

  /** Opens a database beside the folder of blobs, to be closed with it or never. */
  public static TestBlobs beside(Path folder) {
    return new TestBlobs(
        TestSqlite.open(folder.resolveSibling(folder.getFileName() + ".db"), TestKeys.MASTER),
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

  /** Whether no bytes of any blob are stored, of abandoned ones neither. */
  public boolean isEmpty() throws IOException {
    return database.dialect().isOnServer()
        ? database.read(
            h ->
                h.createQuery("select not exists (select 1 from blob_chunks)")
                    .mapTo(Boolean.class)
                    .one())
        : files().isEmpty();
  }

  /** Changes a bit in the middle of a blob; once more, and it is as it was. */
  public void spoil(BlobName name) throws IOException {
    if (database.dialect().isOnServer()) {
      spoilRow(blobs.find(name).orElseThrow().version());
    } else {
      byte[] bytes = Files.readAllBytes(file(name));
      spoil(bytes);
      Files.write(file(name), bytes);
    }
  }

  private void spoilRow(String version) {
    database
        .jdbi()
        .useTransaction(
            h -> {
              byte[] bytes =
                  h.createQuery("select bytes from blob_chunks where version = ? and position = 0")
                      .bind(0, version)
                      .mapTo(byte[].class)
                      .one();
              spoil(bytes);
              h.execute(
                  "update blob_chunks set bytes = ? where version = ? and position = 0",
                  bytes,
                  version);
            });
  }

  private static void spoil(byte[] bytes) {
    bytes[bytes.length / 2] ^= 1;
  }

  /** Stores a blob as it is. */
  public void put(BlobName name, byte[] bytes) throws IOException {
    boolean unused = blobs.write(name, out -> out.write(bytes), Change.NOTHING);
  }
}
