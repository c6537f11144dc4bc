package io.mynah.store.corpora;

import io.mynah.domain.OwnerId;
import io.mynah.store.database.Columns;
import io.mynah.store.database.Database;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores who was put out, until the process that runs the bot has ended what is under way for them,
 * and a while longer for other bots that share the owner. Thread-safe.
 */
public final class Removals {
  /**
   * A user who was put out.
   *
   * @param erases whether all that is kept for them is to be erased
   */
  public record Removal(OwnerId owner, boolean erases) {}

  /**
   * A removal that is complete.
   *
   * @param at when one bot had completed it
   * @param isBack whether the user was let in again since
   */
  public record Complete(OwnerId owner, Instant at, boolean isBack) {}

  private final Database database;
  private final Jdbi jdbi;

  public Removals(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /**
   * Puts a user out: from now on they are not admitted, nobody of theirs is shared in a group, no
   * bot of their voices runs, no group is learned from for them, and nothing is waited for from
   * them. Their limits are those of everybody again.
   */
  public void begin(Removal removal, Instant now) {
    jdbi.useTransaction(
        h -> {
          Shares.lock(database, h);
          String owner = removal.owner().value();
          delete(h, "admitted_users where owner = :owner", owner);
          delete(h, "user_limits where owner = :owner", owner);
          delete(h, "chat_sessions where owner = :owner", owner);
          delete(h, "expectations where owner = :owner", owner);
          delete(h, "share_questions where owner = :owner", owner);
          delete(
              h,
              """
              shares where person_id in
                (select people.id from people join chats on chats.id = people.chat_id
                  where chats.owner = :owner)""",
              owner);
          Shares.dropEmptyGroups(h);
          h.createUpdate(
                  """
                  update voice_bots set active = :no where person_id in
                    (select people.id from people join chats on chats.id = people.chat_id
                      where chats.owner = :owner)""")
              .bind("no", false)
              .bind("owner", owner)
              .execute();
          h.createUpdate(
                  """
                  update learning_groups set ended_at = :now where ended_at is null and chat_id in
                    (select id from chats where owner = :owner)""")
              .bind("now", now.toEpochMilli())
              .bind("owner", owner)
              .execute();
          h.createUpdate(
                  """
                  insert into removals (owner, erases, removed_at) values (:owner, :erases, :now)
                  on conflict (owner) do update set removed_at = excluded.removed_at, done_at = null,
                    erases = case when removals.done_at is null and removals.erases
                      then removals.erases else excluded.erases end""")
              .bind("owner", owner)
              .bind("erases", removal.erases())
              .bind("now", now.toEpochMilli())
              .execute();
        });
  }

  private static void delete(Handle handle, String what, String owner) {
    handle.createUpdate("delete from " + what).bind("owner", owner).execute();
  }

  /** The removals that are not complete. */
  public List<Removal> pending() {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select owner, erases from removals where done_at is null
                    order by removed_at, owner""")
                .map(
                    (row, context) -> new Removal(new OwnerId(row.getString(1)), row.getBoolean(2)))
                .list());
  }

  /** Records that a removal is complete, unless more is to be erased by now. */
  public void done(Removal removal, Instant now) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    update removals set done_at = :now
                    where owner = :owner and erases = :erases and done_at is null""")
                .bind("owner", removal.owner().value())
                .bind("erases", removal.erases())
                .bind("now", now.toEpochMilli())
                .execute());
  }

  /** The removals that are complete and not deleted. */
  public List<Complete> complete() {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select owner, done_at, owner in (select owner from admitted_users) as is_back
                    from removals where done_at is not null""")
                .map(
                    (row, context) ->
                        new Complete(
                            new OwnerId(row.getString(1)),
                            Columns.instant(row, "done_at"),
                            row.getBoolean("is_back")))
                .list());
  }

  /** Deletes a removal that is complete, where no other process has anything to end. */
  public void delete(Removal removal) {
    jdbi.useHandle(h -> delete(h, "removals where owner = :owner", removal.owner().value()));
  }

  /** Deletes the removals that were complete before a time. */
  public void deleteComplete(Instant before) {
    jdbi.useHandle(
        h ->
            h.createUpdate("delete from removals where done_at < :before")
                .bind("before", before.toEpochMilli())
                .execute());
  }
}
