package io.mynah.store.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rewrites the tables with keys of a PostgreSQL server, so that their files hold no destroyed key.
 * Vacuum alone is not enough: it frees the space of dead rows, but does not overwrite it.
 * Immutable.
 */
final class PostgresScrub {
  private static final Logger log = LoggerFactory.getLogger(PostgresScrub.class);

  private static final List<String> TABLES_OF_KEYS =
      List.of("store_keys", "owner_keys", "chat_keys", "former_chat_keys", "upload_keys");

  /** The SQL state of a lock that was waited for in vain. */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final Duration POLLED_EVERY = Duration.ofMillis(10);

  private final Duration wait;

  /**
   * @param wait how long each table is waited for, and with it all who need a key meanwhile; and
   *     how long older transactions are waited for
   */
  PostgresScrub(Duration wait) {
    this.wait = wait;
  }

  /**
   * Rewrites the tables, and returns whether that was done. While a transaction uses a table, or
   * began before a key was destroyed, it cannot be done, and is to be repeated later. One process
   * does it at a time.
   */
  boolean run(DataSource connections) {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      // The end of the session frees the name.
      if (!PostgresDialect.isTrue(
              statement, "select pg_try_advisory_lock(hashtextextended('scrub', 0))")
          || !areOlderTransactionsEnded(statement)) {
        log.info("Tables with keys are in use; they will be rewritten later");
        return false;
      }
      statement.execute("set lock_timeout = " + wait.toMillis());
      boolean done = true;
      for (String table : TABLES_OF_KEYS) {
        done &= rewrite(statement, table);
      }
      return done;
    } catch (SQLException e) {
      log.warn("Tables with keys will be rewritten later ({})", FaultKind.of(e));
      return false;
    }
  }

  /**
   * Waits until all transactions have ended that may see rows which are deleted by now; those rows
   * would be copied. Returns false if they go on.
   */
  private boolean areOlderTransactionsEnded(Statement statement) throws SQLException {
    String next;
    try (ResultSet row =
        statement.executeQuery(
            "select cast(cast(pg_snapshot_xmax(pg_current_snapshot()) as xid) as text)")) {
      row.next();
      next = row.getString(1);
    }
    String ended =
        """
        select not exists (select 1 from (
            select greatest(age(backend_xid), age(backend_xmin)) from pg_stat_activity
              where pid <> pg_backend_pid() and (datid is null or datname = current_database())
            union all select age(xmin) from pg_replication_slots
            union all select age(transaction) from pg_prepared_xacts
              where database = current_database()) as others (age)
          where age > age(cast('%s' as xid)))"""
            .formatted(next);
    long begun = System.nanoTime();
    while (!PostgresDialect.isTrue(statement, ended)) {
      if (System.nanoTime() - begun > wait.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(POLLED_EVERY.toNanos());
    }
    return true;
  }

  /** Returns whether it was rewritten. Of a table that is not the user's, the server only warns. */
  private static boolean rewrite(Statement statement, String table) throws SQLException {
    String file = "pg_relation_filenode(to_regclass('" + table + "'))";
    long before;
    try (ResultSet row = statement.executeQuery("select " + file)) {
      row.next();
      before = row.getLong(1);
    }
    try {
      statement.execute("vacuum (full) " + table);
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        log.info("The table {} is in use; it will be rewritten later", table);
        return false;
      }
      throw e;
    }
    boolean rewritten = PostgresDialect.isTrue(statement, "select " + file + " <> " + before);
    if (!rewritten) {
      log.warn(
          "The table {} cannot be rewritten, as it belongs to another user of the database server;"
              + " destroyed keys stay in it",
          table);
    }
    return rewritten;
  }
}
