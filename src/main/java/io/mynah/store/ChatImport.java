package io.mynah.store;

import io.mynah.domain.ChatId;
import io.mynah.domain.Message;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonKey;
import io.mynah.vault.DataKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * An import of a chat. Messages gather in a temporary table, which no one else sees or waits for;
 * {@link #finish} moves them in one transaction, so others can write while an export is read and
 * wait only for the move. They are sealed before they come to the table, which lies in a file: with
 * the key of the chat if it has one, else with the one that it is going to have.
 */
final class ChatImport implements Corpora.Import {
  private static final int BATCH = 1_000;

  private final Connection connection;
  private final PreparedStatement insert;
  private final OwnerId owner;
  private final String sourceKey;
  private final String title;
  private final Instant now;
  private final Database database;
  private final byte @Nullable [] wrapped;
  private final DataKey key;
  private final Map<PersonKey, byte[]> senders = new HashMap<>();
  private int batched;

  /** A chat as it is stored, if it is. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Stored(ChatId id, DataKey key, byte[] wrapped) {}

  ChatImport(Database database, OwnerId owner, String sourceKey, String title, Instant now) {
    this.owner = owner;
    this.sourceKey = sourceKey;
    this.title = title;
    this.now = now;
    this.database = database;
    Optional<Stored> stored = database.read(h -> stored(h, database.keys(h)));
    wrapped = stored.map(Stored::wrapped).orElse(null);
    key = stored.map(Stored::key).orElseGet(database::newKey);
    try {
      connection = database.unpooled().getConnection();
      try {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
          statement.execute(database.dialect().createIncoming());
        }
        insert =
            connection.prepareStatement(
                """
                insert into incoming (source_id, sender, sent_at, reply_to, text)
                values (?, ?, ?, ?, ?) on conflict do nothing""");
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("An import cannot begin", e);
    }
  }

  @Override
  public void add(Message message) {
    try {
      insert.setLong(1, message.id());
      insert.setBytes(
          2, senders.computeIfAbsent(message.sender(), sender -> People.sealedKey(key, sender)));
      insert.setLong(3, message.sentAt().toEpochMilli());
      if (message.replyTo() == null) {
        insert.setNull(4, Types.BIGINT);
      } else {
        insert.setLong(4, message.replyTo());
      }
      insert.setBytes(5, key.seal(message.text(), Places.text(message.id())));
      insert.addBatch();
      if (++batched == BATCH) {
        flush();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("A message cannot be kept", e);
    }
  }

  private void flush() throws SQLException {
    if (batched > 0) {
      insert.executeBatch();
      batched = 0;
    }
  }

  @Override
  public Corpora.Imported finish(List<Corpora.PersonNames> people) {
    try {
      flush();
      insert.close();
      connection.commit();
      // The connection stays open: whoever made the handle of it closes it.
      Handle handle = Jdbi.create(() -> connection).open();
      Corpora.Imported imported = move(handle, people);
      connection.commit();
      return imported;
    } catch (SQLException e) {
      throw new IllegalStateException("An import cannot end", e);
    }
  }

  private Corpora.Imported move(Handle handle, List<Corpora.PersonNames> people) {
    // A write comes first: a transaction that has read may not write once another has written.
    Keys keys = database.keys(handle);
    DataKey ofOwner = keys.findOrMake(owner);
    Optional<Stored> stored = stored(handle, keys);
    DataKey ofChat = key(handle, stored);
    ChatId chat = stored.map(Stored::id).orElseGet(() -> insertChat(handle, ofOwner));
    if (stored.isEmpty()) {
      keys.put(chat, ofChat);
    }
    updateChat(handle, chat, ofOwner, ofChat);
    Names names = new Names(handle, chat, ofChat);
    people.stream().filter(person -> !person.key().equals(PersonKey.NOBODY)).forEach(names::record);
    names.recordUnnamedSenders();
    int added =
        handle
            .createUpdate(
                """
                insert into messages (chat_id, source_id, person_id, sent_at, reply_to, text)
                select :chat, source_id, people.id, sent_at, reply_to, text from incoming
                left join people on people.chat_id = :chat and people.person_key = sender
                where true order by source_id
                on conflict do nothing""")
            .bind("chat", chat.value())
            .execute();
    count(handle, chat);
    return new Corpora.Imported(
        People.chat(handle, keys, chat).orElseThrow(), People.of(handle, keys, chat), added);
  }

  private Optional<Stored> stored(Handle handle, Keys keys) {
    Optional<DataKey> ofOwner = keys.find(owner);
    if (ofOwner.isEmpty()) {
      return Optional.empty();
    }
    // Under a digest the chat waits for its key since a person it was named after was forgotten.
    return handle
        .createQuery(
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

  /** The key for the chat; what came in is sealed with it afterwards, if it was not before. */
  private DataKey key(Handle handle, Optional<Stored> stored) {
    boolean asBegun =
        stored.isEmpty()
            ? wrapped == null
            : wrapped != null && Arrays.equals(wrapped, stored.get().wrapped());
    if (asBegun) {
      return key;
    }
    // Meanwhile the chat was forgotten, sealed with another key, or imported for the first time.
    DataKey current = stored.map(Stored::key).orElseGet(database::newKey);
    new IncomingMessages(handle).reseal(key, current);
    return current;
  }

  private ChatId insertChat(Handle handle, DataKey ofOwner) {
    long id =
        handle
            .createQuery(
                """
                insert into chats (owner, source_key, title, title_at, imported_at)
                values (:owner, :key, :title, :never, :now) returning id""")
            .bind("owner", owner.value())
            .bind("key", ofOwner.sealAlike(sourceKey, Places.SOURCE_KEY))
            .bind("title", new byte[0])
            .bind("never", Long.MIN_VALUE)
            .bind("now", now.toEpochMilli())
            .mapTo(Long.class)
            .one();
    return new ChatId(id);
  }

  /** The chat's title is that of the export that goes furthest in time. */
  private void updateChat(Handle handle, ChatId chat, DataKey ofOwner, DataKey ofChat) {
    handle
        .createUpdate(
            """
            update chats set source_key = :key, imported_at = :now,
              title = case when newest.sent_at >= title_at then :title else title end,
              title_at = case when newest.sent_at >= title_at then newest.sent_at else title_at end
            from (select coalesce(max(sent_at), 0) as sent_at from incoming) as newest
            where id = :id""")
        .bind("key", ofOwner.sealAlike(sourceKey, Places.SOURCE_KEY))
        .bind("now", now.toEpochMilli())
        .bind("title", ofChat.seal(title, Places.title(chat)))
        .bind("id", chat.value())
        .execute();
  }

  private static void count(Handle handle, ChatId chat) {
    handle
        .createUpdate(
            """
            update people set
              messages = (select count(*) from messages m where m.person_id = people.id),
              first_at = coalesce(
                (select min(sent_at) from messages m where m.person_id = people.id), first_at),
              last_at = coalesce(
                (select max(sent_at) from messages m where m.person_id = people.id), last_at)
            where chat_id = :chat""")
        .bind("chat", chat.value())
        .execute();
  }

  @Override
  public void close() {
    try {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("An import cannot be closed", e);
    }
  }
}
