package io.mynah.store.database;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.SerializableTransactionRunner;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database on a PostgreSQL server, which several processes may use at once. Its tables are in the
 * first schema of the search path.
 *
 * <p>Writing transactions run at READ COMMITTED: each statement sees what was committed before it.
 * What must not change between statements is locked, by rows ({@link #forKeyShare}) or by a name
 * ({@link #lock}). Reading transactions run at REPEATABLE READ and lock nothing.
 *
 * <p>Locks and temporary tables belong to a session, and settings are options of its start. So a
 * pooler of connections between Mynah and the server must leave each session to one client (the
 * session mode of PgBouncer, not its transaction mode).
 *
 * <p>What erasing means here: rows are deleted, and then the tables with keys are rewritten ({@link
 * #scrub}), so that their files hold no destroyed key. Copies of a destroyed key, wrapped by the
 * key above it, stay where the store cannot reach: in the write-ahead log until the server reuses
 * it, and for as long as they are kept in an archive of the log, a replica that lags behind, and
 * backups. They open only with the master key, which is not in the database. Other deleted rows
 * stay in the files until vacuum runs and their space is used again; what was encrypted in them
 * opens only with a destroyed key.
 */
public final class PostgresDialect implements Dialect {
  private static final Logger log = LoggerFactory.getLogger(PostgresDialect.class);

  /** The oldest major version that works. */
  private static final int OLDEST_VERSION = 14;

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(30);
  private static final int POOL_SIZE = 8;
  private static final int RELAXED_POOL_SIZE = 4;

  private static final List<String> TABLES_OF_KEYS =
      List.of("store_keys", "owner_keys", "chat_keys", "former_chat_keys", "upload_keys");

  /** How long a table with keys may be waited for, and with it all who need a key meanwhile. */
  private static final Duration SCRUB_WAIT = Duration.ofMillis(100);

  private static final Duration FORCED_SCRUB_WAIT = Duration.ofSeconds(1);

  /** The SQL state of a lock that was waited for in vain. */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /**
   * The SQL state of a transaction that was ended because others waited for it, and it for them.
   */
  private static final String DEADLOCK = "40P01";

  private final String url;

  /**
   * @param url as the driver takes it, {@code jdbc:postgresql://HOST/DATABASE?user=…&password=…}. A
   *     user or password that it lacks is that of the variables {@code PGUSER} and {@code
   *     PGPASSWORD}, then of the driver's defaults.
   * @throws IllegalArgumentException if it is no such address
   */
  public PostgresDialect(String url) {
    this.url = url;
    PGSimpleDataSource unused = source();
  }

  private PGSimpleDataSource source() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setUrl(url);
    } catch (IllegalArgumentException e) {
      // Its message contains the password.
      throw new IllegalArgumentException(
          "The address of the database does not have the form jdbc:postgresql://HOST/DATABASE");
    }
    if (source.getUser() == null) {
      source.setUser(System.getenv("PGUSER"));
    }
    if (source.getPassword() == null) {
      source.setPassword(System.getenv("PGPASSWORD"));
    }
    if (!url.contains("ApplicationName=")) {
      source.setApplicationName("mynah");
    }
    source.setReWriteBatchedInserts(true);
    source.setTcpKeepAlive(true);
    return source;
  }

  /** Connections whose commits do not wait for the server's disk. */
  private PGSimpleDataSource relaxedSource() {
    PGSimpleDataSource source = source();
    String options = source.getOptions();
    source.setOptions((options == null ? "" : options + " ") + "-c synchronous_commit=off");
    return source;
  }

  /**
   * Checks the server.
   *
   * @throws UnusableServer if it is too old, or its texts are not UTF-8
   */
  @Override
  public void prepare() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      if (version < OLDEST_VERSION) {
        throw new UnusableServer(
            "The database server is PostgreSQL "
                + version
                + ", and Mynah needs "
                + OLDEST_VERSION
                + " or newer. Use a newer server.",
            null);
      }
      try (ResultSet encoding = statement.executeQuery("show server_encoding")) {
        if (!encoding.next() || !encoding.getString(1).equals("UTF8")) {
          throw new UnusableServer(
              "The database does not store texts as UTF-8. Create one with the encoding UTF8.",
              null);
        }
      }
    } catch (SQLException e) {
      throw unreachable(e);
    }
  }

  private Connection connect() {
    try {
      return unpooled().getConnection();
    } catch (SQLException e) {
      throw unreachable(e);
    }
  }

  private static UnusableServer unreachable(SQLException cause) {
    return new UnusableServer(
        "The database server does not answer, or refuses the name or the password. Check the"
            + " address of the database, and that its server runs.",
        cause);
  }

  @Override
  public boolean holdsKeys() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      return isTrue(statement, "select to_regclass('store_keys') is not null")
          && isTrue(statement, "select exists (select 1 from store_keys)");
    } catch (SQLException e) {
      throw unreachable(e);
    }
  }

  private static boolean isTrue(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() && row.getBoolean(1);
    }
  }

  @Override
  public HikariDataSource pool() {
    return new HikariDataSource(
        ConnectionPool.of("store", POOL_SIZE, CONNECTION_TIMEOUT, source()));
  }

  @Override
  public HikariDataSource relaxed() {
    return new HikariDataSource(
        ConnectionPool.of("notes", RELAXED_POOL_SIZE, CONNECTION_TIMEOUT, relaxedSource()));
  }

  @Override
  public HikariDataSource readers() {
    HikariConfig hikari = ConnectionPool.of("readers", POOL_SIZE, CONNECTION_TIMEOUT, source());
    hikari.setReadOnly(true);
    hikari.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    return new HikariDataSource(hikari);
  }

  @Override
  public DataSource unpooled() {
    return source();
  }

  @Override
  public DataSource bulk() {
    return relaxedSource();
  }

  /** Repeats a transaction that the server ended to resolve a deadlock. */
  @Override
  public Jdbi jdbi(ConnectionFactory connections) {
    Jdbi jdbi = Jdbi.create(connections);
    jdbi.setTransactionHandler(new SerializableTransactionRunner());
    jdbi.getConfig(SerializableTransactionRunner.Configuration.class)
        .setSerializationFailureSqlState(DEADLOCK);
    return jdbi;
  }

  @Override
  public String migrations() {
    return "classpath:io/mynah/store/database/postgresql";
  }

  @Override
  public String createIncoming() {
    // Temporary tables are in no log, and are dropped with their connection.
    return """
        create temporary table incoming (
          source_id bigint primary key,
          sender bytea not null,
          sent_at bigint not null,
          reply_to bigint,
          text bytea not null,
          arrived boolean not null default false
        )""";
  }

  @Override
  public void beginWrite(Handle transaction) {
    // A transaction may read first: its next statement sees what others have committed.
  }

  @Override
  public boolean isShared(Handle transaction) {
    return !transaction.isReadOnly();
  }

  @Override
  public void lock(Handle transaction, String name) {
    if (isShared(transaction)) {
      transaction.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", name);
    }
  }

  /**
   * If the connection breaks, the work's next statement on it fails, and the server frees the name.
   */
  @Override
  public void exclusively(Handle connection, String name, Runnable work) {
    connection.execute("select pg_advisory_lock(hashtextextended(?, 0))", name);
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      try {
        unlock(connection, name);
      } catch (RuntimeException broken) {
        e.addSuppressed(broken);
      }
      throw e;
    }
    unlock(connection, name);
  }

  private static void unlock(Handle connection, String name) {
    connection.execute("select pg_advisory_unlock(hashtextextended(?, 0))", name);
  }

  @Override
  public String forKeyShare() {
    return " for key share ";
  }

  @Override
  public String forShare() {
    return " for share ";
  }

  @Override
  public String forUpdateSkipLocked() {
    return " for update skip locked ";
  }

  @Override
  public long lastNumber(Handle handle, String table, String column) {
    String sequence =
        handle
            .createQuery("select pg_get_serial_sequence(?, ?)")
            .bind(0, table)
            .bind(1, column)
            .mapTo(String.class)
            .one();
    return handle
        .createQuery("select case when is_called then last_value else 0 end from " + sequence)
        .mapTo(Long.class)
        .one();
  }

  @Override
  public void setLastNumber(Handle transaction, String table, String column, long last) {
    transaction.execute(
        "select setval(pg_get_serial_sequence(?, ?), greatest(?, 1), ? > 0)",
        table,
        column,
        last,
        last);
  }

  @Override
  public boolean isOnServer() {
    return true;
  }

  @Override
  public boolean keepsDeletedKeys() {
    return true;
  }

  /**
   * Rewrites the tables with keys. Vacuum alone is not enough: it frees the space of dead rows, but
   * does not overwrite it. While a transaction uses a table, or began before a key was destroyed,
   * this cannot be done, and is to be repeated later.
   */
  @Override
  public boolean scrub(DataSource connections, boolean force) {
    Duration wait = force ? FORCED_SCRUB_WAIT : SCRUB_WAIT;
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set lock_timeout = " + wait.toMillis());
      boolean done = true;
      for (String table : TABLES_OF_KEYS) {
        done &= rewrite(statement, table);
      }
      if (!done) {
        log.info("Tables with keys are in use; they will be rewritten later");
      }
      return done;
    } catch (SQLException e) {
      throw new IllegalStateException("Destroyed keys could not be scrubbed from the database", e);
    }
  }

  /** Returns whether no dead row is left. */
  private static boolean rewrite(Statement statement, String table) throws SQLException {
    try {
      statement.execute("vacuum (full) " + table);
      // Counts the dead rows that somebody may still see, and that were therefore copied.
      statement.execute("vacuum " + table);
      return isTrue(statement, "select pg_stat_get_dead_tuples(to_regclass('" + table + "')) = 0");
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void shortenLog(DataSource connections) {
    // The server does.
  }

  /** Always: nobody waits for long while the tables with keys are rewritten. */
  @Override
  public boolean isQuiet(Duration time) {
    return true;
  }

  /** Leaves the log to the server. */
  @Override
  public boolean emptyLog(DataSource connections) {
    return true;
  }

  @Override
  public JdbcCustomization schedulerCustomization() {
    return new PostgreSqlJdbcCustomization(false, true);
  }
}
