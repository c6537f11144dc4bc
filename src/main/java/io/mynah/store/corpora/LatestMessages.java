package io.mynah.store.corpora;

import io.mynah.domain.Message;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.vault.DataKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Reads the newest messages of a chat, and beyond those the newest of one person, within bounds on
 * the memory used. For one thread.
 */
final class LatestMessages {
  private final Person person;
  private final RowMapper<Message> messages;
  private final long most;
  private final long mostOwn;
  private final List<Message> newestFirst = new ArrayList<>();
  private long length;
  private long ownLength;

  /**
   * @param key of the chat
   * @param people of the chat
   * @param most UTF-16 units of everyone's text
   * @param mostOwn the same, of the person
   */
  LatestMessages(Person person, DataKey key, Map<Long, PersonKey> people, long most, long mostOwn) {
    this.person = person;
    this.messages = Corpora.messages(key, people);
    this.most = most;
    this.mostOwn = mostOwn;
  }

  /** The messages in order of time, then id. The message that reaches a bound is included whole. */
  List<Message> read(Handle handle) {
    try (ResultIterator<Boolean> rows =
        handle
            .createQuery(
                """
                select source_id, person_id, sent_at, reply_to, text from messages
                where chat_id = :chat
                """
                    + ChatsAndPeople.VISIBLE_MESSAGES
                    + "order by sent_at desc, source_id desc")
            .bind("chat", person.chat().value())
            .setFetchSize(1_000)
            .map(this::addIfWanted)
            .iterator()) {
      while ((length < most || ownLength < mostOwn) && rows.hasNext()) {
        boolean unused = rows.next();
      }
    }
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  /** Adds a message if it is wanted, and opens it only then. Returns whether it was added. */
  private boolean addIfWanted(ResultSet row, StatementContext context) throws SQLException {
    boolean own = row.getLong("person_id") == person.id().value();
    if (length >= most && !(own && ownLength < mostOwn)) {
      return false;
    }
    Message message = messages.map(row, context);
    newestFirst.add(message);
    length += message.text().length();
    ownLength += own ? message.text().length() : 0;
    return true;
  }
}
