package io.mynah.store;

import java.nio.file.Path;
import javax.sql.DataSource;

/** The open database, migrated to this version's schema. Thread-safe. Close it last. */
public final class Database implements AutoCloseable {
  private Database() {}

  /** Opens or makes the SQLite file (write-ahead log, foreign keys, secure deletion on). */
  public static Database sqlite(Path file) {
    throw new UnsupportedOperationException(file.toString());
  }

  /** Connections, for the scheduler that keeps its tables in the same database. */
  public DataSource dataSource() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
