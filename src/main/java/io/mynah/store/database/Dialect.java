package io.mynah.store.database;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The operations that differ between kinds of databases. Thread-safe. */
public interface Dialect {
  /** Creates the file or checks the server, before the pool's first connection. */
  void prepare();

  /**
   * Connections for short work. A transaction on one must not fail at its first write because
   * someone else wrote since its first read.
   */
  HikariDataSource pool();

  /**
   * Read-only connections. A transaction sees the state at its first read, and does not wait for
   * writers.
   */
  HikariDataSource readers();

  /** A few connections whose commits survive the process but may not survive a power cut. */
  HikariDataSource relaxed();

  /** Connections outside the pool, for long work. */
  DataSource unpooled();

  /**
   * Connections outside the pool for bulk writes. Their commits may not survive a power cut; lost
   * writes are repeated.
   */
  DataSource bulk();

  /**
   * Runs statements on connections. A transaction that the database undid because others wrote at
   * the same time is repeated.
   */
  Jdbi jdbi(ConnectionFactory connections);

  /** The location of the migrations on the class path. */
  String migrations();

  /**
   * The statement that creates a table {@code incoming}, visible to this connection only. Its rows
   * are not held in memory and lock nobody out, however many there are.
   */
  String createIncoming();

  /**
   * Makes a transaction write before it reads, where one that has read could not write after
   * another has written.
   */
  void beginWrite(Handle transaction);

  /**
   * Whether other transactions write while this one does, so that it must lock what it relies on.
   */
  boolean isShared(Handle transaction);

  /**
   * Waits until no other writing transaction, of any process, holds this name, and holds it until
   * the transaction ends. Only the statements after it see what the others have written. Does
   * nothing where transactions never write at the same time, and in those that only read.
   *
   * <p>A transaction that takes several names takes that of an owner first.
   */
  void lock(Handle transaction, String name);

  /**
   * Runs work that takes several transactions while no other work, of any process, runs by this
   * name.
   *
   * @param connection outside the pool and in no transaction; the work may use it
   */
  void exclusively(Handle connection, String name, Runnable work);

  /**
   * The clause at the end of a select within a write that keeps the selected rows from being
   * deleted until the transaction ends. Empty if no other transaction can.
   */
  String forKeyShare();

  /**
   * The clause at the end of a select within a write that keeps the selected rows from being
   * changed or deleted until the transaction ends. Empty if no other transaction can.
   */
  String forShare();

  /**
   * The clause at the end of a select within an update that locks the selected rows, and leaves out
   * those locked by others. Empty if there are none.
   */
  String forUpdateSkipLocked();

  /** The highest number that a column that numbers rows has had, 0 if none. */
  long lastNumber(Handle handle, String table, String column);

  /** Makes the numbers of a column that numbers rows go on after this one. */
  void setLastNumber(Handle transaction, String table, String column, long last);

  /**
   * Whether the database is on a server, which several machines may use at once. Then it has the
   * tables {@code blob_chunks} and {@code leases}.
   */
  boolean isOnServer();

  /**
   * Hears on a thread of its own what transactions that were committed have notified a channel of.
   * Where nobody else can write, there is nothing to hear.
   *
   * @param heard takes each notification's text, and an empty one when some may have been missed
   */
  Listening listen(String channel, Consumer<String> heard);

  /** Ends when it is closed. */
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  /** Whether the database exists and contains keys. Changes nothing. */
  boolean holdsKeys();

  /** Whether a deleted key stays in the files until {@link #scrub}, the write-ahead log apart. */
  boolean keepsDeletedKeys();

  /**
   * Removes all traces of destroyed keys, and on SQLite of all deleted data, from all files but the
   * write-ahead log. Returns whether that was done.
   *
   * @param force scrub even if that blocks writers for longer than a moment
   */
  boolean scrub(DataSource connections, boolean force);

  /**
   * Copies a long write-ahead log to the database, so that small writes do not have to. Does not
   * wait, and blocks writers for a moment at most.
   */
  void shortenLog(DataSource connections);

  /** Whether nobody has written for this long. */
  boolean isQuiet(Duration time);

  /**
   * Tries to empty the write-ahead log, which still contains deleted rows. Returns whether it is
   * empty. Does not wait, and blocks writers for a moment at most.
   */
  boolean emptyLog(DataSource connections);

  /** The settings with which db-scheduler uses this database. */
  JdbcCustomization schedulerCustomization();
}
