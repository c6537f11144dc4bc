package io.mynah.store.backup;

import io.mynah.store.database.FaultKind;
import io.mynah.store.database.SqliteDialect;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Copies a database in a SQLite file and its blobs while other processes write: both as they were
 * at one moment, and without anybody who was erased before the copy was done, or before {@link
 * #holdsNoDestroyedKey} was last asked. Everything stays encrypted; no key is needed.
 *
 * <p>The database is copied by {@code vacuum into}, which reads one state of it, keeps nobody
 * waiting, and writes live rows only. SQLite's online backup would copy pages instead, with the
 * remains of deleted rows that may be in them, and start over whenever another process writes.
 */
public final class DataCopy {
  private static final int MOST_ATTEMPTS = 20;

  private static final String KEYS =
      """
      select hex(wrapped) from owner_keys
      union select hex(wrapped) from chat_keys
      union select hex(wrapped) from former_chat_keys
      union select hex(wrapped) from upload_keys""";

  private static final List<String> TABLES =
      List.of("blobs", "owner_keys", "chat_keys", "former_chat_keys", "upload_keys");

  private final Path file;
  private final Path contents;

  /**
   * @param file of the database
   * @param contents the folder of the blobs' contents
   */
  public DataCopy(Path file, Path contents) {
    this.file = file;
    this.contents = contents;
  }

  /**
   * What was copied.
   *
   * @param blobs how many there are of each kind, as their names begin
   * @param blobBytes the size of all of them
   * @param databaseBytes the size of the database
   * @param lost blobs that were missing or damaged before; the copy does not name them
   */
  public record Copied(Map<String, Integer> blobs, long blobBytes, long databaseBytes, int lost) {
    public Copied {
      blobs = Map.copyOf(blobs);
    }
  }

  /** Whether there is a database with the tables that a copy needs. */
  public boolean isPossible() {
    return Files.isRegularFile(file)
        && Files.isDirectory(contents)
        && database(file)
            .withHandle(
                h ->
                    h.createQuery("select name from sqlite_master where type = 'table'")
                        .mapTo(String.class)
                        .set())
            .containsAll(TABLES);
  }

  /**
   * Copies. What changes meanwhile makes it begin again, with what it has.
   *
   * @param toFile does not exist, or is an earlier copy, which it replaces
   * @param toContents a folder that is empty, or has the contents of an earlier copy
   * @return empty if too much changed all the time
   * @throws IOException if something cannot be read or written
   */
  public Optional<Copied> copy(Path toFile, Path toContents) throws IOException {
    try {
      return copied(toFile, toContents);
    } catch (JdbiException e) {
      throw failed(e);
    }
  }

  private static IOException failed(JdbiException e) {
    return new IOException("The database could not be copied: " + FaultKind.of(e), e);
  }

  private Optional<Copied> copied(Path toFile, Path toContents) throws IOException {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      // Before the database, so that little is left to be copied, and may be deleted, after it.
      copyContents(blobs(file), toContents);
      Files.deleteIfExists(toFile);
      copyDatabase(toFile);
      List<NamedContent> named = blobs(toFile);
      copyContents(named, toContents);
      List<NamedContent> missing =
          named.stream().filter(blob -> !blob.isWholeIn(toContents)).toList();
      if (blobs(file).containsAll(missing) && holdsNoDestroyedKey(toFile)) {
        return Optional.of(complete(toFile, toContents, named, missing));
      }
    }
    return Optional.empty();
  }

  private void copyDatabase(Path to) {
    database(file)
        .useHandle(h -> h.createUpdate("vacuum into :file").bind("file", to.toString()).execute());
  }

  /**
   * Whether nobody was erased, and no upload deleted, since a copy was made.
   *
   * @param copy of the database
   * @throws IOException if something cannot be read
   */
  public boolean holdsNoDestroyedKey(Path copy) throws IOException {
    try {
      return keys(file).containsAll(keys(copy));
    } catch (JdbiException e) {
      throw failed(e);
    }
  }

  private static Set<String> keys(Path database) {
    return database(database).withHandle(h -> h.createQuery(KEYS).mapTo(String.class).set());
  }

  private static List<NamedContent> blobs(Path database) {
    return database(database).withHandle(NamedContent::all);
  }

  private static Jdbi database(Path file) {
    return Jdbi.create(new SqliteDialect(file).unpooled());
  }

  /** Copies those that are there and not copied yet. */
  private void copyContents(List<NamedContent> blobs, Path to) throws IOException {
    for (NamedContent blob : blobs) {
      if (!blob.isWholeIn(to) && blob.isWholeIn(contents)) {
        try {
          Path unused =
              Files.copy(
                  contents.resolve(blob.version()),
                  to.resolve(blob.version()),
                  StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
          // Deleted meanwhile.
        }
      }
    }
  }

  /**
   * Leaves out what is not named, or was lost.
   *
   * @param named by the copy of the database
   */
  private static Copied complete(
      Path copy, Path contents, List<NamedContent> named, List<NamedContent> lost)
      throws IOException {
    for (NamedContent blob : lost) {
      database(copy).useHandle(h -> h.execute("delete from blobs where name = ?", blob.name()));
    }
    Map<String, Integer> kinds = new TreeMap<>();
    Set<String> kept = new HashSet<>();
    long bytes = 0;
    for (NamedContent blob : named) {
      if (!lost.contains(blob)) {
        kinds.merge(blob.kind(), 1, Integer::sum);
        kept.add(blob.version());
        bytes += blob.size();
      }
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(contents)) {
      for (Path each : files) {
        if (!kept.contains(String.valueOf(each.getFileName()))) {
          Files.delete(each);
        }
      }
    }
    return new Copied(kinds, bytes, Files.size(copy), lost.size());
  }
}
