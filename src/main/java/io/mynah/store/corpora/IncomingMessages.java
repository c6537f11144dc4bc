package io.mynah.store.corpora;

import io.mynah.domain.ChatId;
import io.mynah.domain.PersonKey;
import io.mynah.store.database.Database;
import io.mynah.store.database.WriteBatches;
import io.mynah.store.keys.AssociatedData;
import io.mynah.vault.DataKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Reads and updates the temporary table of an import's messages. For one thread. */
final class IncomingMessages {
  private static final int BATCH = 1_000;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(long id, byte[] sender, byte[] text) {}

  private final Database database;
  private final Handle handle;

  /**
   * @param handle a connection that sees the table
   */
  IncomingMessages(Database database, Handle handle) {
    this.database = database;
    this.handle = handle;
  }

  /** Reseals all messages with another key. */
  void reseal(DataKey from, DataKey to) {
    Map<String, byte[]> senders = new HashMap<>();
    long next = Long.MIN_VALUE;
    List<Row> rows = from(next);
    while (!rows.isEmpty()) {
      PreparedBatch batch =
          handle.prepareBatch(
              "update incoming set sender = :sender, text = :text where source_id = :id");
      for (Row row : rows) {
        String associatedData = AssociatedData.text(row.id());
        byte[] sender =
            senders.computeIfAbsent(
                ChatsAndPeople.key(from, row.sender()).value(),
                value -> to.sealDeterministic(value, AssociatedData.PERSON_KEY));
        batch
            .bind("sender", sender)
            .bind("text", to.seal(from.open(row.text(), associatedData), associatedData))
            .bind("id", row.id())
            .add();
      }
      batch.execute();
      next = rows.get(rows.size() - 1).id() + 1;
      rows = from(next);
    }
  }

  /** When each sender last wrote. */
  Map<PersonKey, Long> lastSent(DataKey key) {
    Map<PersonKey, Long> last = new HashMap<>();
    handle
        .createQuery("select sender, max(sent_at) as last_at from incoming group by sender")
        .map(
            (row, context) ->
                Map.entry(ChatsAndPeople.key(key, row.getBytes("sender")), row.getLong("last_at")))
        .forEach(entry -> last.put(entry.getKey(), entry.getValue()));
    return last;
  }

  /**
   * The last id of a range of messages; empty if there are none.
   *
   * @param first the lowest id
   * @param most the most messages in the range
   */
  OptionalLong last(long first, int most) {
    return handle
        .createQuery(
            """
            select max(source_id) from (select source_id from incoming
              where source_id >= :first order by source_id limit :most) as batch""")
        .bind("first", first)
        .bind("most", most)
        .map(
            (row, context) -> {
              long id = row.getLong(1);
              return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(id);
            })
        .one();
  }

  /** Marks the messages that are new to a chat, within the transaction that moves them. */
  void noteNew(Handle h, ChatId chat, long first, long last) {
    h.createUpdate(
            """
            update incoming set arrived = true where source_id between :first and :last
              and (select 1 from messages
                where chat_id = :chat and messages.source_id = incoming.source_id) is null""")
        .bind("first", first)
        .bind("last", last)
        .bind("chat", chat.value())
        .execute();
  }

  /**
   * Deletes from a chat the messages marked as new, and the people who came with them. To be called
   * while nobody else deletes in this chat.
   */
  void deleteNew(ChatId chat) {
    new WriteBatches(database, handle)
        .run(
            Long.MIN_VALUE,
            (h, from, most) -> {
              List<Long> ids =
                  h.createQuery(
                          """
                          select source_id from incoming where arrived and source_id >= :from
                          order by source_id limit :most""")
                      .bind("from", from)
                      .bind("most", most)
                      .mapTo(Long.class)
                      .list();
              if (ids.isEmpty()) {
                return OptionalLong.empty();
              }
              PreparedBatch messages =
                  h.prepareBatch("delete from messages where chat_id = :chat and source_id = :id");
              ids.forEach(id -> messages.bind("chat", chat.value()).bind("id", id).add());
              messages.execute();
              h.createUpdate(
                      """
                      update chats
                      set added = case when added > :gone then added - :gone else 0 end
                      where id = :chat""")
                  .bind("gone", ids.size())
                  .bind("chat", chat.value())
                  .execute();
              return OptionalLong.of(ids.get(ids.size() - 1) + 1);
            });
    handle
        .createUpdate("delete from people where chat_id = :chat and messages = :arriving")
        .bind("chat", chat.value())
        .bind("arriving", ChatsAndPeople.ARRIVING)
        .execute();
  }

  private List<Row> from(long first) {
    return handle
        .createQuery(
            """
            select source_id, sender, text from incoming where source_id >= :first
            order by source_id limit :most""")
        .bind("first", first)
        .bind("most", BATCH)
        .map((row, context) -> new Row(row.getLong(1), row.getBytes(2), row.getBytes(3)))
        .list();
  }
}
