package io.mynah.store.database;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A database in one SQLite file in write-ahead mode: readers never wait, writers wait for each
 * other.
 *
 * <p>{@code synchronous} is FULL, not NORMAL: an update is acknowledged to its channel once it is
 * in the inbox, so a commit must survive a power cut. NORMAL is for notes about answers and for
 * bulk writes. Deleted content is overwritten with zeros ({@code secure_delete}).
 */
public final class SqliteDialect implements Dialect {
  private static final Logger log = LoggerFactory.getLogger(SqliteDialect.class);

  private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(30);

  /** A file of up to this many bytes is rewritten in a moment. */
  private static final long VACUUMED_AT_ONCE = 8L << 20;

  private static final int POOL_SIZE = 8;
  private static final int LOCKS = 64;

  /** The first write after the whole log was copied to the file truncates the log to this size. */
  private static final int LOG_KEPT_BYTES = 8 << 20;

  /**
   * A log of at least this many bytes is copied to the file and emptied. The limit exceeds the size
   * that is kept, so that a kept log is not copied again and again.
   */
  private static final long LOG_COPIED_FROM_BYTES = 2L * LOG_KEPT_BYTES;

  private final Path file;
  private final String url;
  private final long vacuumedAtOnce;
  private final List<ReentrantLock> locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

  public SqliteDialect(Path file) {
    this(file, VACUUMED_AT_ONCE);
  }

  /**
   * @param vacuumedAtOnce the largest file, in bytes, that is rewritten while writers wait
   */
  public SqliteDialect(Path file, long vacuumedAtOnce) {
    this.file = file;
    this.vacuumedAtOnce = vacuumedAtOnce;
    url = "jdbc:sqlite:" + file.toAbsolutePath();
  }

  @Override
  public void prepare() {
    // Cannot be changed within a transaction, and migrations are transactions.
    try (Connection connection = unpooled().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("pragma journal_mode = wal");
    } catch (SQLException e) {
      throw new IllegalStateException("The database file cannot be opened", e);
    }
  }

  @Override
  public boolean holdsKeys() {
    if (!Files.exists(file)) {
      return false;
    }
    try (Connection connection = unpooled().getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet table =
          statement.executeQuery("select 1 from sqlite_master where name = 'store_keys'")) {
        if (!table.next()) {
          return false;
        }
      }
      try (ResultSet key = statement.executeQuery("select 1 from store_keys")) {
        return key.next();
      }
    } catch (SQLException e) {
      return false; // not a database; opening it reports that
    }
  }

  @Override
  public HikariDataSource pool() {
    return writers("store", POOL_SIZE, SQLiteConfig.SynchronousMode.FULL);
  }

  @Override
  public HikariDataSource relaxed() {
    // Connections that wait for each other poll; callers that wait for one are served in order.
    return writers("notes", 1, SQLiteConfig.SynchronousMode.NORMAL);
  }

  @Override
  public HikariDataSource readers() {
    HikariConfig hikari = ConnectionPool.of("readers", POOL_SIZE, BUSY_TIMEOUT, unpooled());
    hikari.setConnectionInitSql("pragma query_only = true");
    return new HikariDataSource(hikari);
  }

  private HikariDataSource writers(String name, int size, SQLiteConfig.SynchronousMode mode) {
    HikariConfig hikari =
        ConnectionPool.of(
            name, size, BUSY_TIMEOUT, source(SQLiteConfig.TransactionMode.IMMEDIATE, mode));
    // Otherwise any commit may have to copy the whole log to the file.
    hikari.setConnectionInitSql("pragma wal_autocheckpoint = 0");
    return new HikariDataSource(hikari);
  }

  @Override
  public DataSource unpooled() {
    return source(SQLiteConfig.TransactionMode.DEFERRED, SQLiteConfig.SynchronousMode.FULL);
  }

  @Override
  public DataSource bulk() {
    return source(SQLiteConfig.TransactionMode.DEFERRED, SQLiteConfig.SynchronousMode.NORMAL);
  }

  @Override
  public Jdbi jdbi(ConnectionFactory connections) {
    return Jdbi.create(connections);
  }

  private SQLiteDataSource source(
      SQLiteConfig.TransactionMode mode, SQLiteConfig.SynchronousMode synchronous) {
    SQLiteConfig config = new SQLiteConfig();
    config.setTransactionMode(mode);
    config.setSynchronous(synchronous);
    config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
    config.enforceForeignKeys(true);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    config.setJournalSizeLimit(LOG_KEPT_BYTES);
    config.setGetGeneratedKeys(false);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url);
    return source;
  }

  @Override
  public String migrations() {
    return "classpath:io/mynah/store/database/sqlite";
  }

  @Override
  public String createIncoming() {
    // A temporary table has its own file, which nobody else locks and the system deletes.
    return """
        create temporary table incoming (
          source_id integer primary key,
          sender blob not null,
          sent_at bigint not null,
          reply_to bigint,
          text blob not null,
          arrived boolean not null default false
        )""";
  }

  @Override
  public void beginWrite(Handle transaction) {
    transaction.execute("update counters set value = value where name is null");
  }

  @Override
  public boolean isShared(Handle transaction) {
    return false;
  }

  @Override
  public void lock(Handle transaction, String name) {
    // One transaction writes at a time.
  }

  /** Holds names only in this process, as the lock of the data folder lets in no other. */
  @Override
  public void exclusively(Handle connection, String name, Runnable work) {
    ReentrantLock lock = locks.get(Math.floorMod(name.hashCode(), LOCKS));
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String forKeyShare() {
    return "";
  }

  @Override
  public String forShare() {
    return "";
  }

  @Override
  public String forUpdateSkipLocked() {
    return "";
  }

  @Override
  public long lastNumber(Handle handle, String table, String column) {
    return handle
        .createQuery("select seq from sqlite_sequence where name = ?")
        .bind(0, table)
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  @Override
  public void setLastNumber(Handle transaction, String table, String column, long last) {
    transaction.execute("delete from sqlite_sequence where name = ?", table);
    transaction.execute("insert into sqlite_sequence (name, seq) values (?, ?)", table, last);
  }

  @Override
  public boolean isOnServer() {
    return false;
  }

  @Override
  public Listening listen(String channel, Consumer<String> heard) {
    return () -> {};
  }

  /** Keys are zeroed as they are deleted. */
  @Override
  public boolean keepsDeletedKeys() {
    return false;
  }

  /**
   * Rewrites the file.
   *
   * <p>{@code secure_delete} alone is not enough: it zeroes deleted rows, but when a page is split
   * or merged, rows are copied to another page and the old copy in free space is not zeroed. {@code
   * vacuum} copies live rows only. Keys do not need it, as they are on pages that are never copied.
   */
  @Override
  public boolean scrub(DataSource connections, boolean force) {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      return (force || isSmall()) && vacuum(statement);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("Erased data could not be scrubbed from the files", e);
    }
  }

  private Path logFile() {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  @Override
  public void shortenLog(DataSource connections) {
    try {
      if (Files.exists(logFile()) && Files.size(logFile()) >= LOG_COPIED_FROM_BYTES) {
        boolean unused = emptyLog(connections);
      }
    } catch (IOException e) {
      throw new IllegalStateException("The write-ahead log could not be looked at", e);
    }
  }

  @Override
  public boolean isQuiet(Duration time) {
    Path logFile = logFile();
    try {
      FileTime last = Files.getLastModifiedTime(Files.exists(logFile) ? logFile : file);
      return last.toInstant().plus(time).isBefore(Instant.now());
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Copies most of the log while others write, and blocks them only for the rest. A reader of an
   * older state keeps the log from being emptied.
   */
  @Override
  public boolean emptyLog(DataSource connections) {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("pragma busy_timeout = 0");
      return checkpoint(statement, "passive") && checkpoint(statement, "truncate");
    } catch (SQLException e) {
      throw new IllegalStateException("The write-ahead log could not be emptied", e);
    }
  }

  /** Returns whether the whole log is in the file. */
  private static boolean checkpoint(Statement statement, String mode) throws SQLException {
    try (ResultSet row = statement.executeQuery("pragma wal_checkpoint(" + mode + ")")) {
      return row.next() && row.getInt(1) == 0 && row.getInt(2) == row.getInt(3);
    }
  }

  private boolean isSmall() throws IOException {
    if (Files.size(file) <= vacuumedAtOnce) {
      return true;
    }
    log.info("The database file is large; it will be written anew when nobody writes");
    return false;
  }

  private static boolean vacuum(Statement statement) {
    try {
      statement.execute("vacuum");
      return true;
    } catch (SQLException e) {
      // It needs as much free space as the file is large. The deleted rows stay deleted.
      log.warn("The database file could not be written anew: SQLite error {}", e.getErrorCode());
      return false;
    }
  }

  @Override
  public JdbcCustomization schedulerCustomization() {
    return new DefaultJdbcCustomization(true) {
      @Override
      public String getName() {
        return "SQLite";
      }

      @Override
      public String getQueryLimitPart(int limit) {
        return " limit " + limit;
      }
    };
  }
}
