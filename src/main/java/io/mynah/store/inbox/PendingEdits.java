package io.mynah.store.inbox;

import io.mynah.domain.Address;
import io.mynah.domain.Bot;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.store.database.Database;
import io.mynah.store.database.UniqueNumber;
import io.mynah.store.keys.AssociatedData;
import io.mynah.vault.BrokenSeal;
import io.mynah.vault.DataKey;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores edits of sent messages that are not made yet, so that the next process makes them if this
 * one is killed. Thread-safe. The rows survive the process; a power cut may undo the last ones.
 */
public final class PendingEdits {
  /**
   * The newest edit of a message.
   *
   * @param reply the new content, in the caller's own encoding
   * @param note a number that no other edit has
   */
  public record Edit(MessageRef message, String reply, long note) {}

  private static final Logger log = LoggerFactory.getLogger(PendingEdits.class);

  private final Database database;
  private final Bot bot;
  private final Jdbi jdbi;

  /**
   * @param bot whose edits these are
   */
  public PendingEdits(Database database, Bot bot) {
    this.database = database;
    this.bot = bot;
    jdbi = database.relaxedJdbi();
  }

  /**
   * Stores an edit of a message in place of an earlier one.
   *
   * @param owner the only reader of the message, null if there are others
   * @return the note to pass to {@link #done} once the edit is made
   */
  public long put(MessageRef message, @Nullable OwnerId owner, String reply) {
    long note = UniqueNumber.next();
    jdbi.useTransaction(
        h ->
            h.createUpdate(
                    """
                    insert into pending_edits (address, message, owner, reply, note)
                    values (:address, :message, :owner, :reply, :note)
                    on conflict (address, message) do update
                    set owner = excluded.owner, reply = excluded.reply, note = excluded.note""")
                .bind("address", message.address().value())
                .bind("message", message.messageId())
                .bind("owner", owner == null ? null : owner.value())
                .bind(
                    "reply", database.keys(h).ofStore().seal(reply, AssociatedData.reply(message)))
                .bind("note", note)
                .execute());
    return note;
  }

  /** Deletes the edit of a message, unless there is a newer one. */
  public void done(MessageRef message, long note) {
    jdbi.useHandle(h -> forget(h, message, note));
  }

  private static void forget(Handle handle, MessageRef message, long note) {
    handle
        .createUpdate(
            """
            delete from pending_edits
            where address = :address and message = :message and note = :note""")
        .bind("address", message.address().value())
        .bind("message", message.messageId())
        .bind("note", note)
        .execute();
  }

  /**
   * Deletes the edits of messages that only this owner reads, and of all messages in groups, as
   * those may contain names of the owner's people. This process still makes the edits.
   */
  public static void forget(Handle handle, OwnerId owner) {
    handle
        .createUpdate("delete from pending_edits where owner = :owner or owner is null")
        .bind("owner", owner.value())
        .execute();
  }

  /** Deletes all edits. */
  void forgetAll(Handle handle) {
    handle
        .createUpdate("delete from pending_edits where address like :addresses")
        .bind("addresses", bot.addresses() + "%")
        .execute();
  }

  /** An edit as stored. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(MessageRef message, byte[] reply, long note) {}

  /** The edits that were not made. A damaged one is logged and deleted. */
  public List<Edit> waiting() {
    return jdbi.withHandle(
        h -> {
          DataKey key = database.keys(h).ofStore();
          return rows(h).stream().flatMap(row -> open(h, key, row).stream()).toList();
        });
  }

  private List<Row> rows(Handle handle) {
    return handle
        .createQuery(
            """
            select address, message, reply, note from pending_edits
            where address like :addresses""")
        .bind("addresses", bot.addresses() + "%")
        .map(
            (row, context) ->
                new Row(
                    new MessageRef(new Address(row.getString("address")), row.getString("message")),
                    row.getBytes("reply"),
                    row.getLong("note")))
        .list();
  }

  private static Optional<Edit> open(Handle handle, DataKey key, Row row) {
    MessageRef message = row.message();
    try {
      String reply = key.openText(row.reply(), AssociatedData.reply(message));
      return Optional.of(new Edit(message, reply, row.note()));
    } catch (BrokenSeal damaged) {
      log.error("What a message was to be changed to is damaged; it is forgotten.");
      forget(handle, message, row.note());
      return Optional.empty();
    }
  }
}
