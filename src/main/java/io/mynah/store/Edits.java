package io.mynah.store;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What sent messages are still to be changed to: for making a change when the process ended before
 * it could be made. Thread-safe. The notes outlive the process; a power cut may undo the last ones.
 */
public final class Edits {
  /**
   * The newest change of a message.
   *
   * @param reply what it is to be, as whoever noted it wrote it
   * @param note grows with each change of the message
   */
  public record Edit(MessageRef message, String reply, long note) {}

  private final Database database;
  private final Jdbi jdbi;

  Edits(Database database) {
    this.database = database;
    jdbi = database.hastyJdbi();
  }

  /**
   * Notes what a message is to be changed to; an earlier change of it is forgotten.
   *
   * @return what {@link #done} is told when that is done
   */
  public long put(MessageRef message, String reply) {
    return jdbi.inTransaction(
        h ->
            h.createQuery(
                    """
                    insert into edits (address, message, reply, note)
                    values (:address, :message, :reply, 1)
                    on conflict (address, message) do update
                    set reply = excluded.reply, note = edits.note + 1
                    returning note""")
                .bind("address", message.address().value())
                .bind("message", message.messageId())
                .bind("reply", database.keys(h).ofStore().seal(reply, Places.reply(message)))
                .mapTo(Long.class)
                .one());
  }

  /** Forgets what a message was to be changed to, unless there is a newer change of it. */
  public void done(MessageRef message, long note) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    delete from edits
                    where address = :address and message = :message and note <= :note""")
                .bind("address", message.address().value())
                .bind("message", message.messageId())
                .bind("note", note)
                .execute());
  }

  /**
   * Forgets what messages were to be changed to, as names may stand in it, and nobody knows whose.
   * This process makes the changes all the same.
   */
  static void forget(Handle handle) {
    handle.execute("delete from edits");
  }

  /** The changes that were not made. */
  public List<Edit> waiting() {
    return jdbi.withHandle(
        h ->
            h.createQuery("select address, message, reply, note from edits")
                .map(
                    (row, context) -> {
                      MessageRef message =
                          new MessageRef(
                              new Address(row.getString("address")), row.getString("message"));
                      return new Edit(
                          message,
                          database
                              .keys(h)
                              .ofStore()
                              .openText(row.getBytes("reply"), Places.reply(message)),
                          row.getLong("note"));
                    })
                .list());
  }
}
