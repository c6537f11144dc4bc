package io.mynah.store.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Names kinds of faults for the log, and tells which pass. */
public final class FaultKind {
  private static final int MOST_CAUSES = 8;

  private FaultKind() {}

  /**
   * The classes of a fault and its causes, with the codes that the database gave, and without
   * messages, which may contain data.
   */
  public static String of(Throwable fault) {
    String kind = fault.getClass().getName();
    if (fault instanceof SQLException refused) {
      kind += refused.getSQLState() == null ? "" : " " + refused.getSQLState();
      kind += refused.getErrorCode() == 0 ? "" : " " + refused.getErrorCode();
    }
    return fault.getCause() == null ? kind : kind + " by " + of(fault.getCause());
  }

  /**
   * Whether a fault says only that the database server is out of reach, ends or starts, or that a
   * transaction is to be repeated.
   */
  public static boolean isPassing(Throwable fault) {
    return Stream.iterate(fault, cause -> cause != null, Throwable::getCause)
        .limit(MOST_CAUSES)
        .anyMatch(
            cause ->
                cause instanceof SQLTransientConnectionException
                    || (cause instanceof SQLException sql && isPassing(sql.getSQLState())));
  }

  /** Classes of SQL states: connections, a server that ends or starts, transactions to repeat. */
  private static boolean isPassing(@Nullable String state) {
    return state != null
        && (state.startsWith("08") || state.startsWith("57P0") || state.startsWith("40"));
  }
}
