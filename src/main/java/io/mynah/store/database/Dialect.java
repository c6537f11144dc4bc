package io.mynah.store.database;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;

/** What differs between the databases that Mynah can keep its data in. Thread-safe. */
public interface Dialect {
  /** Makes the file or checks the server, before the first connection of the pool. */
  void prepare();

  /**
   * Connections for short work. A transaction on one must not fail at its first write because
   * someone else wrote since its first read.
   */
  HikariDataSource pool();

  /**
   * Connections that cannot write. All that one transaction reads is as it was at its first read,
   * and it waits for nobody who writes.
   */
  HikariDataSource readers();

  /**
   * One connection whose commits outlive the process but need not outlive a power cut. Who waits
   * for it is served in turn.
   */
  HikariDataSource hasty();

  /** Connections outside the pool, for work that holds one for long. */
  DataSource unpooled();

  /**
   * Connections outside the pool for writing much, whose commits need not outlive a power cut: what
   * is lost so is written again.
   */
  DataSource bulk();

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
   * Makes sure that what was deleted can be found in no file any more but the log of changes; says
   * whether that was done.
   *
   * @param whatever it takes; otherwise not where it would keep others from writing for longer than
   *     a moment
   */
  boolean scrub(DataSource connections, boolean whatever);

  /**
   * Moves what is in the log of changes to where it belongs, if it is much, so that nobody who
   * writes a little has to do it for others. Waits for nobody, and keeps nobody from writing for
   * longer than a moment.
   */
  void shortenLog(DataSource connections);

  /** Whether nobody has written for so long. */
  boolean isQuiet(Duration time);

  /**
   * Tries to empty the log of changes, which holds rows as they were; says whether it is empty.
   * Waits for nobody, and keeps nobody from writing for longer than a moment.
   */
  boolean emptyLog(DataSource connections);

  /** How db-scheduler talks to this database. */
  JdbcCustomization schedulerCustomization();
}
