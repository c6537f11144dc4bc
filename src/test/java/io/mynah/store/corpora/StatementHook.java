package io.mynah.store.corpora;

import io.mynah.store.database.Dialect;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs an action once, before a connection for bulk writes prepares a certain statement. */
final class StatementHook {
  private StatementHook() {}

  /**
   * A dialect with the hook.
   *
   * @param words of the statement
   */
  static Dialect before(String words, Dialect dialect, Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    DataSource bulk = dialect.bulk();
    DataSource hooked =
        proxy(
            DataSource.class,
            (method, arguments) -> {
              Object result = method.invoke(bulk, arguments);
              return result instanceof Connection connection
                  ? hooked(connection, words, done, action)
                  : result;
            });
    return proxy(
        Dialect.class,
        (method, arguments) ->
            method.getName().equals("bulk") ? hooked : method.invoke(dialect, arguments));
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
