package io.mynah.store.database;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Converts between database columns and values. */
public final class Columns {
  private Columns() {}

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  /** The message in the columns {@code notice_address} and {@code notice_message}. */
  public static @Nullable MessageRef notice(ResultSet row) throws SQLException {
    String address = row.getString("notice_address");
    String message = row.getString("notice_message");
    return address == null || message == null
        ? null
        : new MessageRef(new Address(address), message);
  }

  public static @Nullable String address(@Nullable MessageRef notice) {
    return notice == null ? null : notice.address().value();
  }

  public static @Nullable String message(@Nullable MessageRef notice) {
    return notice == null ? null : notice.messageId();
  }
}
