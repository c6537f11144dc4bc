package io.mynah.store.corpora;

import io.mynah.domain.Message;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonKey;
import io.mynah.domain.Reactions;
import io.mynah.store.database.Database;
import io.mynah.store.keys.AssociatedData;
import io.mynah.vault.DataKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An import in progress. Collects sealed messages in a table that only its own connection sees, so
 * that minutes of reading block no writers, and moves them to the chat at the end. Used by one
 * thread.
 */
final class ChatImport implements Corpora.Import {
  private static final int BATCH = 1_000;

  private final Connection connection;
  private final PreparedStatement insert;
  private final ImportPublication publication;
  private final DataKey key;
  private final Map<PersonKey, byte[]> senders = new HashMap<>();
  private final Map<PersonKey, Reactions> reactions = new HashMap<>();
  private int batched;
  private boolean ended;

  /**
   * @param eraser deletes the stored part of an abandoned import
   * @param upload the upload being imported, null if there is none
   * @param stopped whether the import is to be abandoned
   */
  ChatImport(
      Database database,
      Eraser eraser,
      OwnerId owner,
      @Nullable Long upload,
      BooleanSupplier stopped,
      String sourceKey,
      String title,
      Instant now) {
    try {
      connection = database.bulk().getConnection();
      try {
        // The handle does not own the connection; this object closes it.
        publication =
            new ImportPublication(
                database,
                database.dialect().jdbi(() -> connection).open(),
                eraser,
                new ImportTarget(database, owner, upload, stopped, sourceKey),
                title,
                now);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
          statement.execute(database.dialect().createIncoming());
        }
        connection.commit();
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
    key = publication.key();
  }

  @Override
  public void add(Message message) {
    try {
      insert.setLong(1, message.id());
      insert.setBytes(
          2,
          senders.computeIfAbsent(
              message.sender(), sender -> ChatsAndPeople.sealedKey(key, sender)));
      insert.setLong(3, message.sentAt().toEpochMilli());
      if (message.replyTo() == null) {
        insert.setNull(4, Types.BIGINT);
      } else {
        insert.setLong(4, message.replyTo());
      }
      insert.setBytes(5, key.seal(message.text(), AssociatedData.text(message.id())));
      insert.addBatch();
      if (++batched == BATCH) {
        flush();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("A message cannot be kept", e);
    }
  }

  @Override
  public void addReactions(PersonKey person, Reactions counted) {
    reactions.put(person, counted);
  }

  private void flush() throws SQLException {
    if (batched > 0) {
      insert.executeBatch();
      connection.commit();
      batched = 0;
    }
  }

  @Override
  public Corpora.Imported finish(List<Corpora.PersonNames> people) {
    try {
      flush();
      insert.close();
      connection.setAutoCommit(true);
      Corpora.Imported imported = publication.complete(people, reactions);
      ended = true;
      return imported;
    } catch (SQLException e) {
      throw new IllegalStateException("An import cannot end", e);
    }
  }

  @Override
  public void close() {
    try {
      if (!ended) {
        publication.abandon();
      }
    } finally {
      closeConnection();
    }
  }

  private void closeConnection() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("An import cannot be closed", e);
    }
  }
}
