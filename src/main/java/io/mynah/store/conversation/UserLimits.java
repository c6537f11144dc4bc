package io.mynah.store.conversation;

import io.mynah.domain.OwnerId;
import io.mynah.store.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Stores the limits that an administrator has set for single users. Thread-safe. */
public final class UserLimits {
  /**
   * The limits of one user. 0 means no limit; null means the limit that holds for everybody.
   *
   * @param trainings that wait or run
   * @param messages that are kept
   * @param megabytes of chats and voices together
   */
  public record Own(
      @Nullable Integer trainings, @Nullable Integer messages, @Nullable Integer megabytes) {
    /** Those of a user for whom nothing was set. */
    public static final Own NONE = new Own(null, null, null);
  }

  private static Own own(ResultSet row) throws SQLException {
    return new Own(number(row, "trainings"), number(row, "messages"), number(row, "megabytes"));
  }

  private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
    int number = row.getInt(column);
    return row.wasNull() ? null : number;
  }

  private final Database database;
  private final Jdbi jdbi;

  public UserLimits(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /** The limits of a user. */
  public Own of(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery("select * from user_limits where owner = :owner")
                .bind("owner", owner.value())
                .map((row, context) -> own(row))
                .findOne()
                .orElse(Own.NONE));
  }

  /** All users for whom something was set. */
  public Map<OwnerId, Own> all() {
    return database.read(
        h ->
            h
                .createQuery("select * from user_limits")
                .map((row, context) -> Map.entry(new OwnerId(row.getString("owner")), own(row)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** Sets the limits of a user, in place of those set before. */
  public void set(OwnerId owner, Own limits) {
    jdbi.useTransaction(
        h -> {
          h.createUpdate("delete from user_limits where owner = :owner")
              .bind("owner", owner.value())
              .execute();
          if (!limits.equals(Own.NONE)) {
            h.createUpdate(
                    """
                    insert into user_limits (owner, trainings, messages, megabytes)
                    values (:owner, :trainings, :messages, :megabytes)""")
                .bind("owner", owner.value())
                .bind("trainings", limits.trainings())
                .bind("messages", limits.messages())
                .bind("megabytes", limits.megabytes())
                .execute();
          }
        });
  }
}
