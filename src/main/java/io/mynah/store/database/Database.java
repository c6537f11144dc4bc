package io.mynah.store.database;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.zaxxer.hikari.HikariDataSource;
import io.mynah.store.keys.Keyring;
import io.mynah.store.keys.Keys;
import io.mynah.vault.DataKey;
import io.mynah.vault.WrappingKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The open database, migrated to this version's schema. Thread-safe. Close it last. */
public final class Database implements AutoCloseable {
  /** Who has not written for so long will hardly do so within the seconds that scrubbing takes. */
  private static final Duration QUIET = Duration.ofMinutes(5);

  private static final Duration LOG_SHORTENED_EVERY = Duration.ofMillis(250);

  private final Lock turn = new ReentrantLock(true);
  private final Dialect dialect;
  private final HikariDataSource pool;
  private final DataSource unpooled;
  private final DataSource bulk;
  private final Jdbi jdbi;
  private final HikariDataSource readers;
  private final Jdbi readersJdbi;
  private final HikariDataSource hasty;
  private final Jdbi hastyJdbi;
  private final Keyring ring;
  private final Maintenance maintenance;

  private Database(Dialect dialect, WrappingKey master) {
    this.dialect = dialect;
    ring = new Keyring(master);
    unpooled = dialect.unpooled();
    bulk = dialect.bulk();
    boolean sealed = dialect.holdsKeys();
    if (sealed) {
      Jdbi.create(unpooled).useHandle(h -> ring.on(h).ofStore());
    }
    dialect.prepare();
    Flyway.configure()
        .dataSource(unpooled)
        .locations(dialect.migrations())
        .failOnMissingLocations(true)
        .load()
        .migrate();
    if (!sealed) {
      Jdbi.create(unpooled).useHandle(h -> ring.on(h).makeStoreKey());
    }
    pool = dialect.pool();
    jdbi = Jdbi.create(pool);
    readers = dialect.readers();
    readersJdbi = Jdbi.create(readers);
    hasty = dialect.hasty();
    hastyJdbi = Jdbi.create(hasty);
    maintenance = new Maintenance(() -> dialect.emptyLog(unpooled));
    maintenance.repeat(() -> dialect.shortenLog(unpooled), LOG_SHORTENED_EVERY);
    maintenance.repeat(() -> scrubIfQuiet(QUIET), QUIET);
  }

  /**
   * Does what is left of making sure that what was deleted can be found in no file any more. Others
   * cannot write meanwhile: for whoever works on this database alone.
   */
  public void scrubIfDue() {
    if (read(PendingScrub::isDue)) {
      scrub(true);
    }
  }

  /**
   * Opens or makes the SQLite file (write-ahead log, foreign keys, secure deletion on). Its folder
   * is made if there is none.
   *
   * @param master what all other keys are kept under
   * @throws IllegalStateException if the file cannot be opened
   * @throws io.mynah.vault.BrokenSeal if what it holds was sealed under another master key; nothing
   *     was changed then
   */
  public static Database sqlite(Path file, WrappingKey master) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return of(new SqliteDialect(file), master);
  }

  /** Opens or makes a database of any kind. */
  public static Database of(Dialect dialect, WrappingKey master) {
    return new Database(dialect, master);
  }

  /** Whether there is an SQLite file that a master key is needed for. */
  public static boolean holdsKeys(Path file) {
    return new SqliteDialect(file).holdsKeys();
  }

  /** Connections, for the scheduler that keeps its tables in the same database. */
  public DataSource dataSource() {
    return pool;
  }

  /** How db-scheduler talks to this kind of database. */
  public JdbcCustomization schedulerCustomization() {
    return dialect.schedulerCustomization();
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  /** For writes that need not outlive a power cut, and so need not wait for the disk. */
  public Jdbi hastyJdbi() {
    return hastyJdbi;
  }

  /**
   * Reads all of it as it is at one moment. Waits for nobody who writes, and keeps nobody from
   * writing; what the caller's own transaction wrote and did not commit is not seen.
   */
  public <T> T read(Function<Handle, T> read) {
    return readersJdbi.inTransaction(read::apply);
  }

  /** The keys as a transaction sees them. */
  public Keys keys(Handle handle) {
    return ring.on(handle);
  }

  /**
   * Puts another master key in the place of the one that this was opened with. All or nothing; from
   * then on this cannot be used but to be closed.
   */
  public void rewrap(WrappingKey next) {
    jdbi.useTransaction(
        h -> {
          keys(h).rewrap(next);
          PendingScrub.due(h);
        });
    scrub(true);
  }

  /** A key for what is not stored yet. */
  public DataKey newKey() {
    return ring.master().newKey();
  }

  public Dialect dialect() {
    return dialect;
  }

  /**
   * Those who write much hold this while they do: one at a time, in the order in which they ask.
   */
  public Lock turn() {
    return turn;
  }

  /** Connections outside the pool, for writing much, in pieces. */
  public DataSource bulk() {
    return bulk;
  }

  /**
   * Makes sure that keys that were destroyed can be found in no file any more, and nothing else
   * that was deleted, where that takes but a moment. The rest is done when nobody has written for a
   * while, or when this is opened next.
   */
  public void scrub() {
    scrub(false);
  }

  private void scrub(boolean whatever) {
    OptionalLong noted = read(PendingScrub::count);
    if (dialect.scrub(unpooled, whatever) && noted.isPresent()) {
      jdbi.useHandle(h -> PendingScrub.done(h, noted.getAsLong()));
    }
    emptyLog();
  }

  /** Scrubs all of it if that is due and nobody has written for so long. */
  public void scrubIfQuiet(Duration quiet) {
    if (read(PendingScrub::isDue) && dialect.isQuiet(quiet)) {
      scrub(true);
    }
  }

  /**
   * Empties the log of changes, which holds rows as they were before they were deleted: now, or as
   * soon as nobody is at work.
   */
  public void emptyLog() {
    maintenance.emptyLog();
  }

  @Override
  public void close() {
    maintenance.close();
    hasty.close();
    readers.close();
    pool.close();
  }
}
