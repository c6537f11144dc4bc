package io.mynah.store.database;

import java.sql.SQLException;

/** Names kinds of faults for the log. */
public final class FaultKind {
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
}
