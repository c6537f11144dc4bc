package io.mynah.store.corpora;

import io.mynah.store.database.Dialect;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Dialects whose connections for bulk writes are watched. */
final class WatchedDialect {
  private WatchedDialect() {}

  /** Counts the connections for bulk writes that are opened. */
  static Dialect counting(AtomicInteger connections, Dialect dialect) {
    return of(
        dialect,
        connection -> {
          connections.incrementAndGet();
          return connection;
        });
  }

  /**
   * Runs an action once, before such a connection prepares a certain statement.
   *
   * @param words of the statement
   */
  static Dialect before(String words, Dialect dialect, Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    return of(dialect, connection -> hooked(connection, words, done, action));
  }

  private static Dialect of(Dialect dialect, UnaryOperator<Connection> watched) {
    DataSource bulk = dialect.bulk();
    DataSource watching =
        proxy(
            DataSource.class,
            (method, arguments) -> {
              Object result = method.invoke(bulk, arguments);
              return result instanceof Connection connection ? watched.apply(connection) : result;
            });
    return proxy(
        Dialect.class,
        (method, arguments) ->
            method.getName().equals("bulk") ? watching : method.invoke(dialect, arguments));
  }

  private static Connection hooked(
      Connection connection, String words, AtomicBoolean done, Runnable action) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          if (arguments != null
              && arguments[0] instanceof String sql
              && sql.contains(words)
              && !done.getAndSet(true)) {
            action.run();
          }
          return method.invoke(connection, arguments);
        });
  }

  private interface Answer {
    @Nullable Object to(Method method, Object @Nullable [] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return answer.to(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
