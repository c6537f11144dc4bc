package io.mynah.store.jobs;

import io.mynah.store.database.Database;
import io.mynah.store.database.Dialect.Listening;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells what other processes on the database server do with jobs, as soon as they have done it. It
 * may be lost, so whoever must know looks now and then, too.
 */
public final class JobNotifications {
  /** What happened to some job. */
  public enum Kind {
    /** A job waits for a worker. */
    WAITING,
    /** A job was cancelled or erased, which its worker must hear. */
    STOPPED,
    /** A job is done, or failed. */
    ENDED
  }

  private static final String CHANNEL = "mynah_jobs";

  private JobNotifications() {}

  /**
   * Begins to listen.
   *
   * @param heard called on a thread of its own; with all kinds if something may have been missed
   */
  public static Listening listen(Database database, Consumer<Set<Kind>> heard) {
    return database.dialect().listen(CHANNEL, text -> heard.accept(kinds(text)));
  }

  private static Set<Kind> kinds(String text) {
    for (Kind kind : Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
        return EnumSet.of(kind);
      }
    }
    return EnumSet.allOf(Kind.class);
  }
}
