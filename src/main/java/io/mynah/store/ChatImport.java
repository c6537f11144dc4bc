package io.mynah.store;

import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.Message;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * An import of a chat. Messages gather in a temporary table, which no one else sees or waits for;
 * {@link #finish} moves them in one transaction, so others can write while an export is read and
 * wait only for the move.
 */
final class ChatImport implements Corpora.Import {
  private static final int BATCH = 1_000;

  private final Connection connection;
  private final PreparedStatement insert;
  private final Dialect dialect;
  private final OwnerId owner;
  private final String sourceKey;
  private final String title;
  private final Instant now;
  private int batched;

  ChatImport(Database database, OwnerId owner, String sourceKey, String title, Instant now) {
    this.owner = owner;
    this.sourceKey = sourceKey;
    this.title = title;
    this.now = now;
    dialect = database.dialect();
    try {
      connection = database.unpooled().getConnection();
      try {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
          statement.execute(dialect.createIncoming());
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
      insert.setString(2, message.sender().value());
      insert.setLong(3, message.sentAt().toEpochMilli());
      if (message.replyTo() == null) {
        insert.setNull(4, Types.BIGINT);
      } else {
        insert.setLong(4, message.replyTo());
      }
      insert.setString(5, message.text());
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
    ChatId chat = upsertChat(handle);
    Names names = new Names(handle, chat);
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
    Chat stored = People.chat(handle, chat).orElseThrow();
    List<Person> known = People.of(handle, chat);
    return new Corpora.Imported(stored, known, added);
  }

  /** The chat's title is that of the export that goes furthest in time. */
  private ChatId upsertChat(Handle handle) {
    // Under a digest the chat waits for its key since a person it was named after was forgotten.
    handle
        .createUpdate("update chats set source_key = :key where owner = :owner and source_key = :d")
        .bind("key", sourceKey)
        .bind("owner", owner.value())
        .bind("d", SourceKeys.digest(sourceKey))
        .execute();
    long id =
        handle
            .createQuery(
                """
                insert into chats (owner, source_key, title, title_at, imported_at)
                values (:owner, :key, :title,
                  (select coalesce(max(sent_at), 0) from incoming), :now)
                on conflict (owner, source_key) do update set
                  title = case when excluded.title_at >= chats.title_at
                    then excluded.title else chats.title end,
                  title_at = case when excluded.title_at >= chats.title_at
                    then excluded.title_at else chats.title_at end,
                  imported_at = excluded.imported_at
                returning id""")
            .bind("owner", owner.value())
            .bind("key", sourceKey)
            .bind("title", title)
            .bind("now", now.toEpochMilli())
            .mapTo(Long.class)
            .one();
    return new ChatId(id);
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
