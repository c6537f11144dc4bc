package io.mynah.store;

import org.jdbi.v3.core.Handle;

/**
 * Remembers that something was erased whose traces are still to be scrubbed from the files, so that
 * a process that is killed in between does so at its next start.
 */
final class Scrubbing {
  private static final String DUE = "scrubbing.due";

  private Scrubbing() {}

  /** Notes that the files are to be scrubbed, within the transaction that erases. */
  static void due(Handle handle) {
    handle
        .createUpdate(
            """
            insert into counters (name, value) values (:name, 1)
            on conflict (name) do nothing""")
        .bind("name", DUE)
        .execute();
  }

  static boolean isDue(Handle handle) {
    return handle
        .createQuery("select 1 from counters where name = :name")
        .bind("name", DUE)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  static void done(Handle handle) {
    handle.createUpdate("delete from counters where name = :name").bind("name", DUE).execute();
  }
}
