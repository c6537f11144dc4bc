package io.mynah.store;

import io.mynah.store.database.Database;
import io.mynah.store.database.Dialect;
import io.mynah.store.database.SqliteDialect;
import io.mynah.vault.WrappingKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** SQLite files for tests. A new one is a copy of one with all tables, which is made once. */
public final class TestSqlite {
  /** Made when it is first needed. */
  private static final class Template {
    static final byte[] BYTES = make();

    private static byte[] make() {
      try {
        Path folder = Files.createTempDirectory("mynah-template");
        Path file = folder.resolve("mynah.db");
        SqliteDialect dialect = new SqliteDialect(file);
        dialect.prepare();
        DatabaseKind.migrate(dialect);
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        Files.delete(folder);
        return bytes;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private TestSqlite() {}

  /** A file's database, which is made if there is none. Its folder exists. */
  static Dialect dialect(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.write(file, Template.BYTES);
    }
    return new SqliteDialect(file);
  }

  /** Opens a file's database, which is made if there is none. Makes the folder. */
  public static Database open(Path file, WrappingKey master) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Database.of(dialect(file), master);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
