package io.mynah.store.corpora;

import io.mynah.domain.ChatId;
import io.mynah.domain.PersonKey;
import io.mynah.domain.Reactions;
import io.mynah.store.corpora.ImportTarget.Stored;
import io.mynah.store.database.Database;
import io.mynah.store.database.WriteBatches;
import io.mynah.store.keys.AssociatedData;
import io.mynah.vault.DataKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Moves the messages of an import to its chat in batches. A new chat and new people stay hidden
 * until everything is moved. If the process ends in between, the same import continues where it
 * was. For one thread.
 */
final class ImportPublication {
  /** What was new. */
  private record Published(int added, boolean reacted) {}

  private record Count(long person, int messages, long first, long last) {}

  private final Database database;
  private final Handle handle;
  private final Eraser eraser;
  private final ImportTarget target;
  private final String title;
  private final Instant now;
  private final IncomingMessages incoming;
  private DataKey key;
  private byte @Nullable [] wrapped;

  /**
   * @param handle a connection that sees the import's messages; in no transaction when {@link
   *     #complete} is called
   * @param target the chat that the messages go to
   */
  ImportPublication(
      Database database,
      Handle handle,
      Eraser eraser,
      ImportTarget target,
      String title,
      Instant now) {
    this.database = database;
    this.handle = handle;
    this.eraser = eraser;
    this.target = target;
    this.title = title;
    this.now = now;
    incoming = new IncomingMessages(database, handle);
    Optional<Stored> stored = database.read(target::find);
    key = stored.map(Stored::key).orElseGet(database::newKey);
    wrapped = stored.map(Stored::wrapped).orElse(null);
  }

  /** The key that seals incoming messages and senders. */
  DataKey key() {
    return key;
  }

  /**
   * Moves all incoming messages.
   *
   * @throws UnwantedImport if the upload was stopped or deleted meanwhile; moved messages are
   *     deleted again
   */
  Corpora.Imported complete(List<Corpora.PersonNames> people, Map<PersonKey, Reactions> reactions) {
    while (true) {
      Stored chat = open();
      try {
        Optional<Corpora.Imported> imported = moveTo(chat, people, reactions);
        if (imported.isPresent()) {
          return imported.get();
        }
      } catch (RuntimeException e) {
        deleteMoved(chat.id(), e);
        throw e;
      }
    }
  }

  /** Deletes the moved part of an import that failed. */
  private void deleteMoved(ChatId chat, RuntimeException cause) {
    try {
      if (!eraser.discardUnseen(chat)) {
        eraser.exclusively(handle, chat, () -> incoming.deleteNew(chat));
      }
    } catch (RuntimeException e) {
      cause.addSuppressed(e); // the next start deletes the hidden chat
    }
  }

  /** Deletes the hidden part of the same import that an earlier process moved. */
  void abandon() {
    database.read(target::find).ifPresent(stored -> eraser.discardUnseen(stored.id()));
  }

  /** Moves everything to a chat; empty if the chat is erased or gets another key meanwhile. */
  private Optional<Corpora.Imported> moveTo(
      Stored chat, List<Corpora.PersonNames> people, Map<PersonKey, Reactions> reactions) {
    // Wait for erasures of people: their messages may be among the incoming ones.
    eraser.awaitPeople(chat.id());
    seal(chat);
    Map<PersonKey, Long> lastSent = incoming.lastSent(key);
    if (!recordPeople(chat, people, lastSent) || !moveMessages(chat)) {
      return Optional.empty();
    }
    return publish(chat, lastSent.values(), reactions)
        .map(
            published ->
                database.read(
                    h ->
                        new Corpora.Imported(
                            ChatsAndPeople.chat(h, database.keys(h), chat.id())
                                .orElseThrow(UnwantedImport::new),
                            ChatsAndPeople.of(h, database.keys(h), chat.id()),
                            published.added(),
                            published.reacted())));
  }

  /** Finds or creates the chat. */
  private Stored open() {
    // The key of a chat that was erased meanwhile is not used again.
    Stored opened =
        handle.inTransaction(h -> target.open(h, wrapped == null ? key : database.newKey()));
    if (wrapped == null && opened.made()) {
      wrapped = opened.wrapped();
    }
    return opened;
  }

  /** Reseals the incoming messages if the chat has another key by now. */
  private void seal(Stored chat) {
    if (!Arrays.equals(wrapped, chat.wrapped())) {
      handle.useTransaction(h -> incoming.reseal(key, chat.key()));
      key = chat.key();
      wrapped = chat.wrapped();
    }
  }

  /** Records the people. Returns whether the chat is unchanged. */
  private boolean recordPeople(
      Stored chat, List<Corpora.PersonNames> people, Map<PersonKey, Long> lastSent) {
    List<Corpora.PersonNames> named =
        people.stream().filter(person -> !person.key().equals(PersonKey.NOBODY)).toList();
    Set<PersonKey> others = new HashSet<>(lastSent.keySet());
    others.remove(PersonKey.NOBODY);
    named.forEach(person -> others.remove(person.key()));
    List<PersonKey> unnamed =
        others.stream().sorted(Comparator.comparing(PersonKey::value)).toList();
    return inBatches(
            chat,
            named.size(),
            (h, i) -> new ImportedNames(h, chat.id(), key, lastSent).record(named.get(i)))
        && inBatches(
            chat,
            unnamed.size(),
            (h, i) -> new ImportedNames(h, chat.id(), key, lastSent).recordUnnamed(unnamed.get(i)));
  }

  /** Writes one of many rows. */
  @FunctionalInterface
  private interface Row {
    void write(Handle handle, int index);
  }

  private boolean inBatches(Stored chat, int rows, Row row) {
    boolean[] ready = {true};
    new WriteBatches(database, handle)
        .run(
            0,
            (h, from, most) -> {
              ready[0] = target.isReady(h, chat);
              if (!ready[0]) {
                return OptionalLong.empty();
              }
              int end = (int) Math.min(rows, from + most);
              for (int i = (int) from; i < end; i++) {
                row.write(h, i);
              }
              return end < rows ? OptionalLong.of(end) : OptionalLong.empty();
            });
    return ready[0];
  }

  /** Moves the messages. Returns whether the chat is unchanged. */
  private boolean moveMessages(Stored chat) {
    boolean[] ready = {true};
    new WriteBatches(database, handle)
        .run(
            Long.MIN_VALUE,
            (h, from, most) -> {
              ready[0] = target.isReady(h, chat);
              OptionalLong last = ready[0] ? incoming.last(from, most) : OptionalLong.empty();
              last.ifPresent(id -> move(h, chat.id(), from, id));
              return WriteBatches.after(last);
            });
    return ready[0];
  }

  private void move(Handle h, ChatId chat, long from, long to) {
    incoming.noteNew(h, chat, from, to);
    int added =
        h.createUpdate(
                """
                insert into messages (chat_id, source_id, person_id, sent_at, reply_to, text)
                select :chat, source_id,
                  (select id from people where chat_id = :chat and person_key = sender),
                  sent_at, reply_to, text
                from incoming where source_id between :from and :to order by source_id
                on conflict do nothing""")
            .bind("chat", chat.value())
            .bind("from", from)
            .bind("to", to)
            .execute();
    h.createUpdate("update chats set added = added + :added where id = :chat")
        .bind("added", added)
        .bind("chat", chat.value())
        .execute();
  }

  /** Makes the import visible. Returns what was new; empty if the chat has changed. */
  private Optional<Published> publish(
      Stored chat, Collection<Long> sentAt, Map<PersonKey, Reactions> reactions) {
    List<Count> counts = counts(chat.id());
    return handle.inTransaction(
        h -> {
          database.dialect().beginWrite(h);
          if (!target.isReady(h, chat)) {
            return Optional.empty();
          }
          count(h, counts);
          boolean newReactions = PersonReactions.store(h, chat.id(), chat.key(), reactions);
          AddedMessages.giveWay(h, chat.id());
          int added =
              h.createQuery("select added from chats where id = :id")
                  .bind("id", chat.id().value())
                  .mapTo(Integer.class)
                  .one();
          updateChat(h, chat, sentAt.stream().mapToLong(Long::longValue).max().orElse(0));
          return Optional.of(new Published(added, newReactions));
        });
  }

  private List<Count> counts(ChatId chat) {
    return handle
        .createQuery(
            """
            select people.id, count(sent_at) as sent, min(sent_at) as first, max(sent_at) as last
            from people left join messages on messages.person_id = people.id
            where people.chat_id = :chat and people.messages <> :forgotten group by people.id""")
        .bind("chat", chat.value())
        .bind("forgotten", ChatsAndPeople.FORGOTTEN)
        .map(
            (row, context) ->
                new Count(
                    row.getLong("id"),
                    row.getInt("sent"),
                    row.getLong("first"),
                    row.getLong("last")))
        .list();
  }

  private static void count(Handle h, List<Count> counts) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            update people set messages = :messages,
              first_at = case when :messages > 0 then :first else first_at end,
              last_at = case when :messages > 0 then :last else last_at end
            where id = :id""");
    for (Count count : counts) {
      batch
          .bind("messages", count.messages())
          .bind("first", count.first())
          .bind("last", count.last())
          .bind("id", count.person())
          .add();
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /** Updates the chat. Its title is that of the export with the latest message. */
  private void updateChat(Handle h, Stored chat, long newest) {
    h.createUpdate(
            """
            update chats set source_key = :key, imported_at = :now, added = 0,
              title = case when :newest >= title_at then :title else title end,
              title_at = case when :newest >= title_at then :newest else title_at end
            where id = :id""")
        .bind("newest", newest)
        .bind("key", target.sealedSourceKey(h))
        .bind("now", now.toEpochMilli())
        .bind("title", chat.key().seal(title, AssociatedData.title(chat.id())))
        .bind("id", chat.id().value())
        .execute();
  }
}
