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
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.SerializableTransactionRunner;
import org.postgresql.ds.PGSimpleDataSource;

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
  /** The oldest major version that works. */
  private static final int OLDEST_VERSION = 14;

  /** An address: hosts with or without ports, a database, and parameters. */
  public static final String FORM = "jdbc:postgresql://[^/?\\s]+/[^/?\\s]+(\\?\\S*)?";

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(30);
  private static final int POOL_SIZE = 8;
  private static final int RELAXED_POOL_SIZE = 4;

  private static final Duration SCRUB_WAIT = Duration.ofMillis(100);

  private static final Duration FORCED_SCRUB_WAIT = Duration.ofSeconds(1);

  /**
   * The SQL state of a transaction that was ended because others waited for it, and it for them.
   */
  private static final String DEADLOCK = "40P01";

  private static final String NO_SUCH_DATABASE = "3D000";

  /** The class of SQL states of a name or password that is not right. */
  private static final String REFUSED = "28";

  /** How long a statement of a pool waits for a lock, as on SQLite for another writer. */
  private static final String LOCK_WAIT = "lock_timeout=30s";

  private static final String DURABLE = "synchronous_commit=on";
  private static final String RELAXED = "synchronous_commit=off";

  /**
   * Settings by which the server soon ends the session of a machine that is gone, which may hold
   * locks that all wait for.
   */
  private static final List<String> ENDS_OF_LOST_SESSIONS =
      List.of(
          "tcp_keepalives_idle=30s",
          "tcp_keepalives_interval=10s",
          "tcp_keepalives_count=3",
          "tcp_user_timeout=60s");

  /** The same of one that has begun a write and does not go on with it. */
  private static final String END_OF_IDLE_WRITE = "idle_in_transaction_session_timeout=60s";

  /** How long a statement of a pool waits for the server's next answer. */
  private static final Duration ANSWER_WAIT = Duration.ofMinutes(2);

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

  /**
   * @param settings of its sessions, as {@code NAME=VALUE}
   */
  private PGSimpleDataSource source(String... settings) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      // The driver logs an address that it does not understand, with the password.
      if (!url.matches(FORM)) {
        throw new IllegalArgumentException();
      }
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
    source.setOptions(
        Stream.concat(
                Stream.ofNullable(source.getOptions()),
                Stream.concat(ENDS_OF_LOST_SESSIONS.stream(), Stream.of(settings))
                    .map(setting -> "-c " + setting))
            .collect(Collectors.joining(" ")));
    return source;
  }

  private PGSimpleDataSource pooled(String... settings) {
    PGSimpleDataSource source = source(settings);
    if (source.getSocketTimeout() == 0) {
      source.setSocketTimeout((int) ANSWER_WAIT.toSeconds());
    }
    return source;
  }

  /**
   * Checks the server.
   *
   * @throws UnusableServer if it is too old, its texts are not UTF-8, or it cannot be written to
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
      if (isTrue(statement, "select cast(current_setting('transaction_read_only') as boolean)")) {
        throw new UnusableServer(
            "The database server lets nobody write: it is a copy of another server, or set to be"
                + " read only. Use the address of the server that is written to.",
            null);
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
    String state = String.valueOf(cause.getSQLState());
    if (state.equals(NO_SUCH_DATABASE)) {
      return new UnusableServer(
          "The database server has no database of the name that the address ends with. Create it,"
              + " or correct the address.",
          cause);
    }
    if (state.startsWith(REFUSED)) {
      return new UnusableServer(
          "The database server refuses the user's name or the password. Check both.", cause);
    }
    return new UnusableServer(
        "The database server does not answer. Check the address of the database, and that its"
            + " server runs.",
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

  static boolean isTrue(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() && row.getBoolean(1);
    }
  }

  @Override
  public HikariDataSource pool() {
    return new HikariDataSource(
        ConnectionPool.of(
            "store", POOL_SIZE, CONNECTION_TIMEOUT, pooled(DURABLE, LOCK_WAIT, END_OF_IDLE_WRITE)));
  }

  @Override
  public HikariDataSource relaxed() {
    return new HikariDataSource(
        ConnectionPool.of(
            "notes",
            RELAXED_POOL_SIZE,
            CONNECTION_TIMEOUT,
            pooled(RELAXED, LOCK_WAIT, END_OF_IDLE_WRITE)));
  }

  @Override
  public HikariDataSource readers() {
    HikariConfig hikari =
        ConnectionPool.of("readers", POOL_SIZE, CONNECTION_TIMEOUT, pooled(LOCK_WAIT));
    hikari.setReadOnly(true);
    hikari.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    return new HikariDataSource(hikari);
  }

  @Override
  public DataSource unpooled() {
    return source(DURABLE);
  }

  @Override
  public DataSource bulk() {
    return source(RELAXED, END_OF_IDLE_WRITE);
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
  public Listening listen(String channel, Consumer<String> heard) {
    return PostgresListening.begin(pooled(), channel, heard);
  }

  @Override
  public boolean keepsDeletedKeys() {
    return true;
  }

  @Override
  public boolean scrub(DataSource connections, boolean force) {
    return new PostgresScrub(force ? FORCED_SCRUB_WAIT : SCRUB_WAIT).run(connections);
  }

  @Override
  public void shortenLog(DataSource connections) {
    // The server does.
  }

  /** Always: nobody waits for long while the tables with keys are rewritten, and one does it. */
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
