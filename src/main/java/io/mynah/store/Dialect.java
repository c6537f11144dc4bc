package io.mynah.store;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/** What differs between the databases that Mynah can keep its data in. Thread-safe. */
interface Dialect {
  /** Makes the file or checks the server, before the first connection of the pool. */
  void prepare();

  /**
   * Connections for short work. A transaction on one must not fail at its first write because
   * someone else wrote since its first read.
   */
  HikariDataSource pool();

  /**
   * One connection whose commits outlive the process but need not outlive a power cut. Who waits
   * for it is served in turn.
   */
  HikariDataSource hasty();

  /** Connections outside the pool, for work that holds one for long. */
  DataSource unpooled();

  /** Where the migrations lie on the class path. */
  String migrations();

  /**
   * Makes a table {@code incoming} that this connection alone sees and whose rows, however many,
   * neither lie in memory nor lock anyone out.
   */
  String createIncoming();

  /** Whether there is a database, and it holds keys. Changes nothing. */
  boolean holdsKeys();

  /**
   * Makes sure that what was deleted can be found in no file any more; says whether that was done.
   *
   * @param whatever it takes; otherwise not where it would keep others from writing for long
   */
  boolean scrub(DataSource connections, boolean whatever);

  /**
   * Empties the log of changes, which holds rows as they were; says whether it is empty. Costs much
   * less than {@link #scrub}.
   */
  boolean emptyLog(DataSource connections);

  /** How db-scheduler talks to this database. */
  JdbcCustomization schedulerCustomization();
}
