package io.mynah.store.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the notifications of a channel (LISTEN) on a connection of its own, which it makes again
 * when it breaks. Thread-safe.
 */
final class PostgresListening implements Dialect.Listening {
  private static final Logger log = LoggerFactory.getLogger(PostgresListening.class);

  /** So often it is checked that the connection still works. */
  private static final Duration CHECK = Duration.ofSeconds(10);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final DataSource connections;
  private final String channel;
  private final Consumer<String> heard;
  private volatile boolean closed;
  private volatile @Nullable Connection open;

  private PostgresListening(DataSource connections, String channel, Consumer<String> heard) {
    this.connections = connections;
    this.channel = channel;
    this.heard = heard;
  }

  /**
   * Begins to listen. What was missed before is told at once by an empty text.
   *
   * @param channel an identifier of SQL
   */
  static PostgresListening begin(DataSource connections, String channel, Consumer<String> heard) {
    PostgresListening listening = new PostgresListening(connections, channel, heard);
    Thread thread = new Thread(listening::run, "notifications");
    thread.setDaemon(true);
    thread.start();
    return listening;
  }

  private void run() {
    AtomicBoolean broken = new AtomicBoolean();
    while (!closed) {
      try (Connection connection = connections.getConnection()) {
        open = connection;
        listen(connection, () -> broken.set(false));
      } catch (SQLException | RuntimeException e) {
        if (!closed && !broken.getAndSet(true)) {
          log.warn("Notifications cannot be heard, tried again: {}", FaultKind.of(e));
        }
        pause();
      }
    }
  }

  private void listen(Connection connection, Runnable begun) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + channel);
      begun.run();
      tell("");
      PGConnection listener = connection.unwrap(PGConnection.class);
      while (!closed) {
        PGNotification[] notifications = listener.getNotifications((int) CHECK.toMillis());
        if (notifications == null || notifications.length == 0) {
          statement.execute("select 1");
          continue;
        }
        // Many of the same kind are one.
        Arrays.stream(notifications)
            .map(PGNotification::getParameter)
            .distinct()
            .forEach(this::tell);
      }
    }
  }

  private void tell(String text) {
    try {
      heard.accept(text);
    } catch (RuntimeException e) {
      log.warn("A notification was not handled: {}", FaultKind.of(e));
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(closed ? 0 : RETRY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    Connection connection = open;
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        log.debug("The connection was broken already.");
      }
    }
  }
}
