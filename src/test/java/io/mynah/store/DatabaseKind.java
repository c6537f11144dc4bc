package io.mynah.store;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.mynah.store.database.Database;
import io.mynah.store.database.Dialect;
import io.mynah.store.database.PostgresDialect;
import io.mynah.vault.WrappingKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;

/** The kinds of databases that the store runs on. A folder stands for one database of each kind. */
public enum DatabaseKind {
  SQLITE {
    @Override
    Dialect of(Path folder) throws IOException {
      return TestSqlite.dialect(folder.resolve("mynah.db"));
    }

    @Override
    public boolean anyHolds(Path folder, String text) throws Exception {
      return StoreFixture.anyFileHolds(folder, text);
    }
  },
  POSTGRES {
    @Override
    Dialect of(Path folder) {
      return new PostgresDialect(TestPostgres.url(folder));
    }

    @Override
    public boolean anyHolds(Path folder, String text) throws Exception {
      return TestPostgres.anyRowHolds(folder, text);
    }
  };

  abstract Dialect of(Path folder) throws IOException;

  /** Makes the tables of a database. */
  static void migrate(Dialect dialect) {
    Flyway.configure()
        .dataSource(dialect.unpooled())
        .locations(dialect.migrations())
        .load()
        .migrate();
  }

  /** A folder's database, which is made if there is none. */
  public Dialect dialect(Path folder) {
    try {
      return of(Files.createDirectories(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a text's bytes lie in any file of a folder, or in any row of its database. */
  public abstract boolean anyHolds(Path folder, String text) throws Exception;

  /** Opens a folder's database. */
  public Database open(Path folder, WrappingKey master) {
    return Database.of(dialect(folder), master);
  }

  /** Ends a test that is about SQLite alone. */
  public void isSqlite() {
    assumeThat(this).as("the test is about SQLite").isEqualTo(SQLITE);
  }
}
