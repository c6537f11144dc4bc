package io.mynah.store.database;

import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Records in the database that traces of erased data must still be scrubbed from the files. After a
 * kill, the next start does it.
 */
public final class PendingScrub {
  private static final String DUE = "scrubbing.due";

  private PendingScrub() {}

  /** Records that a scrub is due, within the transaction that erases. */
  public static void due(Handle handle) {
    handle
        .createUpdate(
            """
            insert into counters (name, value) values (:name, 1)
            on conflict (name) do update set value = counters.value + 1""")
        .bind("name", DUE)
        .execute();
  }

  public static boolean isDue(Handle handle) {
    return count(handle).isPresent();
  }

  /** How often a scrub was recorded as due; empty if none is due. */
  static OptionalLong count(Handle handle) {
    return handle
        .createQuery("select value from counters where name = :name")
        .bind("name", DUE)
        .mapTo(Long.class)
        .findOne()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** Records that the scrub was done, unless the count has grown since. */
  static void done(Handle handle, long count) {
    handle
        .createUpdate("delete from counters where name = :name and value = :count")
        .bind("name", DUE)
        .bind("count", count)
        .execute();
  }
}
