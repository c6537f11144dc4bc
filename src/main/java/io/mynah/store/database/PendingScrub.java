package io.mynah.store.database;

import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Remembers that something was erased whose traces are still to be scrubbed from the files, so that
 * a process that is killed in between does so at its next start.
 */
public final class PendingScrub {
  private static final String DUE = "scrubbing.due";

  private PendingScrub() {}

  /** Notes that the files are to be scrubbed, within the transaction that erases. */
  public static void due(Handle handle) {
    handle
        .createUpdate(
            """
            insert into counters (name, value) values (:name, 1)
            on conflict (name) do update set value = value + 1""")
        .bind("name", DUE)
        .execute();
  }

  public static boolean isDue(Handle handle) {
    return count(handle).isPresent();
  }

  /** How often it was noted; empty if it is not due. */
  static OptionalLong count(Handle handle) {
    return handle
        .createQuery("select value from counters where name = :name")
        .bind("name", DUE)
        .mapTo(Long.class)
        .findOne()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** Nothing is to be scrubbed any more, unless it was noted again since it was so often. */
  static void done(Handle handle, long count) {
    handle
        .createUpdate("delete from counters where name = :name and value = :count")
        .bind("name", DUE)
        .bind("count", count)
        .execute();
  }
}
