package io.mynah.store;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** The open database, migrated to this version's schema. Thread-safe. Close it last. */
public final class Database implements AutoCloseable {
  private final Dialect dialect;
  private final HikariDataSource pool;
  private final DataSource unpooled;
  private final Jdbi jdbi;
  private final HikariDataSource hasty;
  private final Jdbi hastyJdbi;

  private Database(Dialect dialect) {
    this.dialect = dialect;
    dialect.prepare();
    unpooled = dialect.unpooled();
    Flyway.configure()
        .dataSource(unpooled)
        .locations(dialect.migrations())
        .failOnMissingLocations(true)
        .load()
        .migrate();
    pool = dialect.pool();
    jdbi = Jdbi.create(pool);
    hasty = dialect.hasty();
    hastyJdbi = Jdbi.create(hasty);
  }

  /**
   * Opens or makes the SQLite file (write-ahead log, foreign keys, secure deletion on). Its folder
   * is made if there is none.
   *
   * @throws IllegalStateException if the file cannot be opened
   */
  public static Database sqlite(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Database(new SqliteDialect(file));
  }

  /** Connections, for the scheduler that keeps its tables in the same database. */
  public DataSource dataSource() {
    return pool;
  }

  /** How db-scheduler talks to this kind of database. */
  public JdbcCustomization schedulerCustomization() {
    return dialect.schedulerCustomization();
  }

  Jdbi jdbi() {
    return jdbi;
  }

  /** For writes that need not outlive a power cut, and so need not wait for the disk. */
  Jdbi hastyJdbi() {
    return hastyJdbi;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Connections outside the pool, for work that holds one for long. */
  DataSource unpooled() {
    return unpooled;
  }

  /** Makes sure that what was deleted can be found in no file any more. */
  void scrub() {
    dialect.scrub(unpooled);
  }

  /** Empties the log of changes, which holds rows as they were before they were deleted. */
  void emptyLog() {
    dialect.emptyLog(unpooled);
  }

  @Override
  public void close() {
    hasty.close();
    pool.close();
  }
}
