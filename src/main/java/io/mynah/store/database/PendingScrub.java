package io.mynah.store.database;

import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Records in the database that traces of erased data must still be scrubbed from the files. After a
 * kill, the next start does it. Each record has a number that no other had or will have.
 */
public final class PendingScrub {
  private static final String DUE = "scrubbing.due";

  private PendingScrub() {}

  /** Records that a scrub is due, within the transaction that erases. */
  public static void due(Handle handle) {
    handle
        .createUpdate(
            """
            insert into counters (name, value) values (:name, :number)
            on conflict (name) do update set value = excluded.value""")
        .bind("name", DUE)
        .bind("number", UniqueNumber.next())
        .execute();
  }

  public static boolean isDue(Handle handle) {
    return number(handle).isPresent();
  }

  /** The number of the newest record; empty if no scrub is due. */
  static OptionalLong number(Handle handle) {
    return handle
        .createQuery("select value from counters where name = :name")
        .bind("name", DUE)
        .mapTo(Long.class)
        .findOne()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** Deletes a record whose scrub was done, unless there is a newer one. */
  static void done(Handle handle, long number) {
    handle
        .createUpdate("delete from counters where name = :name and value = :number")
        .bind("name", DUE)
        .bind("number", number)
        .execute();
  }
}
