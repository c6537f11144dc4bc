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
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The open database, migrated to this version's schema, with its connections and keys. Thread-safe.
 * Close it last.
 */
public final class Database implements AutoCloseable {
  /** After this long without a write, one is unlikely in the seconds that scrubbing takes. */
  private static final Duration QUIET = Duration.ofMinutes(5);

  private static final Duration LOG_SHORTENED_EVERY = Duration.ofMillis(250);

  /** How many erase at the same time, each on a connection outside the pools. */
  private static final int ERASERS = 4;

  private final Lock bulkWriteLock = new ReentrantLock(true);
  private final Semaphore erasers = new Semaphore(ERASERS, true);
  private final Dialect dialect;
  private final HikariDataSource pool;
  private final DataSource unpooled;
  private final DataSource bulk;
  private final Jdbi jdbi;
  private final HikariDataSource readers;
  private final Jdbi readersJdbi;
  private final HikariDataSource relaxed;
  private final Jdbi relaxedJdbi;
  private final Keyring ring;
  private final Maintenance maintenance;
  private @Nullable List<PoolStatistics> statistics;

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
    migrate();
    if (!sealed) {
      Jdbi.create(unpooled).useHandle(h -> ring.on(h).findOrMakeStoreKey());
    }
    pool = dialect.pool();
    jdbi = dialect.jdbi(pool::getConnection);
    readers = dialect.readers();
    readersJdbi = dialect.jdbi(readers::getConnection);
    relaxed = dialect.relaxed();
    relaxedJdbi = dialect.jdbi(relaxed::getConnection);
    maintenance = new Maintenance(() -> dialect.emptyLog(unpooled));
    maintenance.repeat(() -> dialect.shortenLog(unpooled), LOG_SHORTENED_EVERY);
    maintenance.repeat(() -> scrubIfQuiet(QUIET), QUIET);
  }

  private void migrate() {
    Flyway flyway =
        Flyway.configure()
            .dataSource(unpooled)
            .locations(dialect.migrations())
            .failOnMissingLocations(true)
            .load();
    try {
      flyway.migrate();
    } catch (FlywayValidateException e) {
      throw new OtherVersion(e);
    }
  }

  /**
   * Scrubs deleted data from the files if that is still due. Blocks all writers meanwhile, so the
   * caller must be the only user of this database.
   */
  public void scrubIfDue() {
    if (read(PendingScrub::isDue)) {
      scrub(true);
    }
  }

  /**
   * Opens or creates the SQLite file (write-ahead log, foreign keys, secure deletion on) and its
   * folder.
   *
   * @param master wraps all other keys
   * @throws IllegalStateException if the file cannot be opened
   * @throws OtherVersion if another version made its tables
   * @throws io.mynah.vault.BrokenSeal if its data was sealed under another master key; nothing was
   *     changed then
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

  /**
   * Opens a database on a PostgreSQL server, and creates its tables.
   *
   * @param url {@code jdbc:postgresql://…}; see {@link PostgresDialect}
   * @param master wraps all other keys
   * @throws UnusableServer if the server cannot be used
   * @throws OtherVersion if another version made its tables
   * @throws io.mynah.vault.BrokenSeal if its data was sealed under another master key; nothing was
   *     changed then
   */
  public static Database postgres(String url, WrappingKey master) {
    return of(new PostgresDialect(url), master);
  }

  /** Opens or creates a database of any kind. */
  public static Database of(Dialect dialect, WrappingKey master) {
    return new Database(dialect, master);
  }

  /** Connections for the scheduler, which keeps its tables in the same database. */
  public DataSource dataSource() {
    return pool;
  }

  /** The settings with which db-scheduler uses this kind of database. */
  public JdbcCustomization schedulerCustomization() {
    return dialect.schedulerCustomization();
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  /** For writes that need not survive a power cut and so do not wait for the disk. */
  public Jdbi relaxedJdbi() {
    return relaxedJdbi;
  }

  /**
   * Reads a consistent snapshot. Neither waits for writers nor blocks them. Does not see
   * uncommitted writes of the caller's own transaction.
   */
  public <T> T read(Function<Handle, T> read) {
    return readersJdbi.inTransaction(read::apply);
  }

  /**
   * The keys as a transaction sees them. A transaction that writes is the only one that uses the
   * keys of an owner, from the first of them until it ends.
   */
  public Keys keys(Handle handle) {
    return dialect.isShared(handle)
        ? ring.on(handle, owner -> dialect.lock(handle, "owner " + owner.value()))
        : ring.on(handle);
  }

  /**
   * Replaces the master key that the database was opened with, all or nothing. Afterwards this
   * object can only be closed.
   */
  public void rewrap(WrappingKey next) {
    jdbi.useTransaction(
        h -> {
          keys(h).rewrap(next);
          PendingScrub.due(h);
        });
    scrub(true);
  }

  /** A new key, not stored yet. */
  public DataKey newKey() {
    return ring.master().newKey();
  }

  public Dialect dialect() {
    return dialect;
  }

  /** How much the pools are used. They count from the first call on. */
  public synchronized List<PoolStatistics> statistics() {
    if (statistics == null) {
      statistics = Stream.of(pool, readers, relaxed).map(PoolStatistics::new).toList();
    }
    return statistics;
  }

  /**
   * Reads something that is encrypted with the master key.
   *
   * @throws io.mynah.vault.BrokenSeal if the database has another master key by now
   * @throws RuntimeException if the database does not answer
   */
  public void probe() {
    DataKey unused = read(h -> keys(h).ofStore());
  }

  /**
   * The lock that bulk writers hold while they write. It is fair: granted in the order of requests.
   */
  public Lock bulkWriteLock() {
    return bulkWriteLock;
  }

  /** Runs work on a connection for bulk writes; waits while many others do. */
  public void erasing(Consumer<Handle> work) {
    erasers.acquireUninterruptibly();
    try {
      dialect.jdbi(bulk::getConnection).useHandle(work::accept);
    } finally {
      erasers.release();
    }
  }

  /** Connections outside the pool for bulk writes in batches. */
  public DataSource bulk() {
    return bulk;
  }

  /**
   * Scrubs destroyed keys from the files, and other deleted data where that takes only a moment.
   * The rest follows after a while without writes, or when the database is opened next.
   */
  public void scrub() {
    scrub(false);
  }

  private void scrub(boolean force) {
    OptionalLong noted = read(PendingScrub::number);
    if (dialect.scrub(unpooled, force) && noted.isPresent()) {
      jdbi.useHandle(h -> PendingScrub.done(h, noted.getAsLong()));
    }
    emptyLog();
  }

  /** Scrubs all files if that is due and nobody has written for this long. */
  public void scrubIfQuiet(Duration quiet) {
    if (read(PendingScrub::isDue) && dialect.isQuiet(quiet)) {
      scrub(true);
    }
  }

  /** Work that keeps the database in order. */
  @FunctionalInterface
  public interface Upkeep {
    /** Does it. */
    void run() throws IOException;
  }

  /** Repeats work until the database is closed, with a pause before each run. */
  public void maintain(Upkeep work, Duration pause) {
    maintenance.repeat(
        () -> {
          try {
            work.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        pause);
  }

  /**
   * Empties the write-ahead log, which still contains deleted rows: now, or as soon as no other
   * connection uses it.
   */
  public void emptyLog() {
    maintenance.emptyLog();
  }

  @Override
  public void close() {
    maintenance.close();
    relaxed.close();
    readers.close();
    pool.close();
  }
}
