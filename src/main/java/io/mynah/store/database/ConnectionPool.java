package io.mynah.store.database;

import com.zaxxer.hikari.HikariConfig;
import java.time.Duration;
import javax.sql.DataSource;

/** The settings that all pools of connections have in common. */
final class ConnectionPool {
  private ConnectionPool() {}

  /**
   * Settings of a pool.
   *
   * @param wait how long a caller waits for a connection at most
   */
  static HikariConfig of(String name, int size, Duration wait, DataSource connections) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName(name);
    hikari.setDataSource(connections);
    hikari.setMaximumPoolSize(size);
    hikari.setMinimumIdle(1);
    hikari.setConnectionTimeout(wait.toMillis());
    return hikari;
  }
}
