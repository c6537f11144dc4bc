package io.mynah.store;

import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonKey;
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
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Moves the messages of an import to its chat, in pieces. A new chat and new people are not seen
 * until all of it is there. Should the process end in between, the same import goes on where it
 * was. For one thread.
 */
final class ChatArrival {
  /** A chat as it is stored. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Stored(ChatId id, DataKey key, byte[] wrapped) {}

  private record Count(long person, int messages, long first, long last) {}

  private final Database database;
  private final Handle handle;
  private final Forgetting forgetting;
  private final OwnerId owner;
  private final @Nullable Long upload;
  private final BooleanSupplier stopped;
  private final String sourceKey;
  private final String title;
  private final Instant now;
  private final IncomingMessages incoming;
  private DataKey key;
  private byte @Nullable [] wrapped;

  /**
   * @param handle that sees the import's messages; in no transaction when {@link #complete} is
   *     called
   * @param upload which the import is of, null if of none
   * @param stopped whether the import is not to be ended any more
   */
  ChatArrival(
      Database database,
      Handle handle,
      Forgetting forgetting,
      OwnerId owner,
      @Nullable Long upload,
      BooleanSupplier stopped,
      String sourceKey,
      String title,
      Instant now) {
    this.database = database;
    this.handle = handle;
    this.forgetting = forgetting;
    this.owner = owner;
    this.upload = upload;
    this.stopped = stopped;
    this.sourceKey = sourceKey;
    this.title = title;
    this.now = now;
    incoming = new IncomingMessages(handle);
    Optional<Stored> stored = database.read(h -> stored(h, database.keys(h)));
    key = stored.map(Stored::key).orElseGet(database::newKey);
    wrapped = stored.map(Stored::wrapped).orElse(null);
  }

  /** What messages and senders are sealed with as they come in. */
  DataKey key() {
    return key;
  }

  /**
   * Moves all that came in.
   *
   * @throws UnwantedImport if the upload was stopped or deleted meanwhile; what was moved is gone
   */
  Corpora.Imported complete(List<Corpora.PersonNames> people) {
    while (true) {
      Stored target = open();
      try {
        Optional<Corpora.Imported> imported = moveTo(target, people);
        if (imported.isPresent()) {
          return imported.get();
        }
      } catch (RuntimeException e) {
        takeBack(target.id(), e);
        throw e;
      }
    }
  }

  /** Deletes what came to a chat of an import that does not end. */
  private void takeBack(ChatId chat, RuntimeException cause) {
    try {
      if (!forgetting.discardUnseen(chat)) {
        incoming.takeBack(chat);
      }
    } catch (RuntimeException e) {
      cause.addSuppressed(e); // the next start deletes a chat that nobody saw
    }
  }

  /** Deletes what an earlier process moved of the same import, which nobody has seen. */
  void abandon() {
    database
        .read(h -> stored(h, database.keys(h)))
        .ifPresent(stored -> forgetting.discardUnseen(stored.id()));
  }

  /** Moves all to a chat, unless that is forgotten or gets another key meanwhile. */
  private Optional<Corpora.Imported> moveTo(Stored target, List<Corpora.PersonNames> people) {
    // Who is being forgotten is waited for: their messages may be among those that came in.
    forgetting.awaitPeople(target.id());
    seal(target);
    Map<PersonKey, Long> lastSent = incoming.lastSent(key);
    if (!names(target, people, lastSent) || !messages(target)) {
      return Optional.empty();
    }
    OptionalLong added = end(target, lastSent.values());
    return added.isEmpty()
        ? Optional.empty()
        : Optional.of(
            database.read(
                h ->
                    new Corpora.Imported(
                        People.chat(h, database.keys(h), target.id())
                            .orElseThrow(UnwantedImport::new),
                        People.of(h, database.keys(h), target.id()),
                        (int) added.getAsLong())));
  }

  /** The chat, which is made if there is none. */
  private Stored open() {
    return handle.inTransaction(
        h -> {
          Keys keys = database.keys(h);
          DataKey ofOwner = keys.findOrMake(owner);
          requireWanted(h);
          Optional<Stored> stored = stored(h, keys);
          if (stored.isPresent()) {
            return stored.get();
          }
          ChatId chat = insertChat(h, ofOwner);
          // The key of a chat that was forgotten meanwhile is not used again.
          DataKey ofChat = wrapped == null ? key : database.newKey();
          keys.put(chat, ofChat);
          byte[] kept = keys.wrapped(chat).orElseThrow();
          if (wrapped == null) {
            wrapped = kept;
          }
          return new Stored(chat, ofChat, kept);
        });
  }

  private void requireWanted(Handle h) {
    if (stopped.getAsBoolean()) {
      throw new UnwantedImport();
    }
    if (upload != null
        && h.createQuery("select 1 from uploads where id = :id and owner = :owner")
            .bind("id", upload)
            .bind("owner", owner.value())
            .mapTo(Integer.class)
            .findOne()
            .isEmpty()) {
      throw new UnwantedImport();
    }
  }

  /**
   * Within each transaction: whether the chat is as it was, and nobody of it is being forgotten, so
   * that what came in can be added to it.
   */
  private boolean isReady(Handle h, Stored target) {
    requireWanted(h);
    boolean forgets =
        h.createQuery("select 1 from people where chat_id = :chat and messages = :forgotten")
            .bind("chat", target.id().value())
            .bind("forgotten", People.FORGOTTEN)
            .mapTo(Integer.class)
            .findFirst()
            .isPresent();
    return !forgets
        && database
            .keys(h)
            .wrapped(target.id())
            .filter(bytes -> Arrays.equals(bytes, target.wrapped()))
            .isPresent();
  }

  /** Seals what came in with the chat's key, if that is another one by now. */
  private void seal(Stored target) {
    if (!Arrays.equals(wrapped, target.wrapped())) {
      handle.useTransaction(h -> incoming.reseal(key, target.key()));
      key = target.key();
      wrapped = target.wrapped();
    }
  }

  private Optional<Stored> stored(Handle h, Keys keys) {
    Optional<DataKey> ofOwner = keys.find(owner);
    if (ofOwner.isEmpty()) {
      return Optional.empty();
    }
    // Under a digest the chat waits for its key since a person it was named after was forgotten.
    return h.createQuery(
            """
            select id from chats
            where owner = :owner and (source_key = :key or source_key = :digest)
            order by id limit 1""")
        .bind("owner", owner.value())
        .bind("key", ofOwner.get().sealAlike(sourceKey, Places.SOURCE_KEY))
        .bind("digest", ofOwner.get().sealAlike(SourceKeys.digest(sourceKey), Places.SOURCE_KEY))
        .mapTo(Long.class)
        .findOne()
        .map(ChatId::new)
        .map(id -> new Stored(id, keys.of(id), keys.wrapped(id).orElseThrow()));
  }

  private ChatId insertChat(Handle h, DataKey ofOwner) {
    long id =
        h.createQuery(
                """
                insert into chats (owner, source_key, title, title_at, imported_at)
                values (:owner, :key, :title, :never, 0) returning id""")
            .bind("owner", owner.value())
            .bind("key", ofOwner.sealAlike(sourceKey, Places.SOURCE_KEY))
            .bind("title", new byte[0])
            .bind("never", Long.MIN_VALUE)
            .mapTo(Long.class)
            .one();
    return new ChatId(id);
  }

  /** Records the people; says whether the chat stayed as it was. */
  private boolean names(
      Stored target, List<Corpora.PersonNames> people, Map<PersonKey, Long> lastSent) {
    List<Corpora.PersonNames> named =
        people.stream().filter(person -> !person.key().equals(PersonKey.NOBODY)).toList();
    Set<PersonKey> others = new HashSet<>(lastSent.keySet());
    others.remove(PersonKey.NOBODY);
    named.forEach(person -> others.remove(person.key()));
    List<PersonKey> unnamed =
        others.stream().sorted(Comparator.comparing(PersonKey::value)).toList();
    return pieces(
            target,
            named.size(),
            (h, i) -> new Names(h, target.id(), key, lastSent).record(named.get(i)))
        && pieces(
            target,
            unnamed.size(),
            (h, i) -> new Names(h, target.id(), key, lastSent).recordUnnamed(unnamed.get(i)));
  }

  /** Writes one of many. */
  @FunctionalInterface
  private interface Row {
    void write(Handle handle, int index);
  }

  private boolean pieces(Stored target, int rows, Row row) {
    int[] next = {0};
    boolean[] ready = {true};
    Pieces.of(handle)
        .run(
            (h, most) -> {
              ready[0] = isReady(h, target);
              if (!ready[0]) {
                return 0;
              }
              int end = Math.min(rows, next[0] + most);
              int written = end - next[0];
              for (; next[0] < end; next[0]++) {
                row.write(h, next[0]);
              }
              return written;
            });
    return ready[0];
  }

  /** Moves the messages; says whether the chat stayed as it was. */
  private boolean messages(Stored target) {
    long[] next = {Long.MIN_VALUE};
    boolean[] ready = {true};
    Pieces.of(handle)
        .run(
            (h, most) -> {
              ready[0] = isReady(h, target);
              OptionalLong last = incoming.last(next[0], most);
              if (!ready[0] || last.isEmpty()) {
                return 0;
              }
              move(h, target.id(), next[0], last.getAsLong());
              next[0] = last.getAsLong() + 1;
              return most;
            });
    return ready[0];
  }

  private void move(Handle h, ChatId chat, long from, long to) {
    incoming.noteNew(h, chat, from, to);
    int added =
        h.createUpdate(
                """
                insert into messages (chat_id, source_id, person_id, sent_at, reply_to, text)
                select :chat, source_id, people.id, sent_at, reply_to, text from incoming
                left join people on people.chat_id = :chat and people.person_key = sender
                where source_id between :from and :to order by source_id
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

  /** Shows what came in; says how many messages were new, or nothing if the chat changed. */
  private OptionalLong end(Stored target, Collection<Long> sentAt) {
    List<Count> counts = counts(target.id());
    return handle.inTransaction(
        h -> {
          Pieces.lock(h);
          if (!isReady(h, target)) {
            return OptionalLong.empty();
          }
          count(h, counts);
          long added =
              h.createQuery("select added from chats where id = :id")
                  .bind("id", target.id().value())
                  .mapTo(Long.class)
                  .one();
          updateChat(h, target, sentAt.stream().mapToLong(Long::longValue).max().orElse(0));
          return OptionalLong.of(added);
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
        .bind("forgotten", People.FORGOTTEN)
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

  /** The chat's title is that of the export that goes furthest in time. */
  private void updateChat(Handle h, Stored target, long newest) {
    h.createUpdate(
            """
            update chats set source_key = :key, imported_at = :now, added = 0,
              title = case when :newest >= title_at then :title else title end,
              title_at = case when :newest >= title_at then :newest else title_at end
            where id = :id""")
        .bind("newest", newest)
        .bind(
            "key",
            database.keys(h).find(owner).orElseThrow().sealAlike(sourceKey, Places.SOURCE_KEY))
        .bind("now", now.toEpochMilli())
        .bind("title", target.key().seal(title, Places.title(target.id())))
        .bind("id", target.id().value())
        .execute();
  }
}
