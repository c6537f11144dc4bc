package io.mynah.store.corpora;

import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.store.database.Database;
import io.mynah.store.keys.AssociatedData;
import io.mynah.store.keys.Keys;
import io.mynah.vault.DataKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Adds single messages to a chat, as they are written or forwarded. {@link Corpora#begin} is for
 * many at once. Thread-safe.
 */
public final class AddedMessages {
  private final Database database;

  public AddedMessages(Database database) {
    this.database = database;
  }

  /**
   * A message to be added.
   *
   * @param name the author's name, by which the chat knows them if it is their newest message
   * @param id the message's id, the same in every export of the chat; null if that is not known.
   *     Such a message gets a negative id, and gives way to the same message of an export
   * @param replyTo the id of the message that it replies to, if known
   * @param ofGroup whether it was written in a group; it is added only while that is learned from
   *     and its author has not opted out ({@link LearningGroups})
   */
  public record Entry(
      PersonKey author,
      String name,
      Instant sentAt,
      @Nullable Long id,
      @Nullable Long replyTo,
      String text,
      boolean ofGroup) {}

  /**
   * Who wrote a message that was added.
   *
   * @param messages how many of their messages there are now
   * @param unlearned how many came one by one since their last training was queued
   */
  public record Added(PersonId person, int messages, int unlearned) {}

  /**
   * Adds a message, and its author if they are new.
   *
   * @return empty if the chat has the message already, is not this owner's, or may not have it
   */
  public Optional<Added> add(OwnerId owner, ChatId chat, Entry entry) {
    return database
        .jdbi()
        .inTransaction(
            h -> {
              database.dialect().beginWrite(h);
              if (entry.ofGroup()) {
                LearningGroups.lock(database, h);
              }
              Keys keys = database.keys(h);
              keys.lock(owner);
              boolean may =
                  isOf(h, owner, chat)
                      && (!entry.ofGroup() || LearningGroups.mayAdd(h, chat, entry.author()));
              return may ? add(h, chat, keys.of(chat), entry) : Optional.empty();
            });
  }

  /** Whether a person is in a chat. */
  public boolean has(ChatId chat, PersonKey person) {
    return database.read(
        h -> database.keys(h).find(chat).flatMap(key -> person(h, chat, key, person)).isPresent());
  }

  private static boolean isOf(Handle h, OwnerId owner, ChatId chat) {
    return h.createQuery("select 1 from chats where id = :chat and owner = :owner")
        .bind("chat", chat.value())
        .bind("owner", owner.value())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private static Optional<Added> add(Handle h, ChatId chat, DataKey key, Entry entry) {
    long sentAt = entry.sentAt().toEpochMilli();
    Optional<Long> known = person(h, chat, key, entry.author());
    boolean isKnown =
        entry.id() == null
            && known.filter(id -> texts(h, id, sentAt, key).contains(entry.text())).isPresent();
    if (isKnown || (entry.id() != null && has(h, chat, entry.id()))) {
      return Optional.empty();
    }
    new ImportedNames(h, chat, key, Map.of(entry.author(), sentAt))
        .record(new Corpora.PersonNames(entry.author(), entry.name(), List.of()));
    long person = person(h, chat, key, entry.author()).orElseThrow();
    long id = entry.id() == null ? nextOwnId(h, chat) : entry.id();
    h.createUpdate(
            """
            insert into messages (chat_id, source_id, person_id, sent_at, reply_to, text)
            values (:chat, :id, :person, :at, :reply, :text)""")
        .bind("chat", chat.value())
        .bind("id", id)
        .bind("person", person)
        .bind("at", sentAt)
        .bind("reply", entry.replyTo())
        .bind("text", key.seal(entry.text(), AssociatedData.text(id)))
        .execute();
    return Optional.of(count(h, person, sentAt));
  }

  private static Optional<Long> person(Handle h, ChatId chat, DataKey key, PersonKey person) {
    return h.createQuery("select id from people where chat_id = :chat and person_key = :key")
        .bind("chat", chat.value())
        .bind("key", ChatsAndPeople.sealedKey(key, person))
        .mapTo(Long.class)
        .findOne();
  }

  private static boolean has(Handle h, ChatId chat, long message) {
    return h.createQuery("select 1 from messages where chat_id = :chat and source_id = :id")
        .bind("chat", chat.value())
        .bind("id", message)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private static List<String> texts(Handle h, long person, long sentAt, DataKey key) {
    return h.createQuery(
            "select source_id, text from messages where person_id = :person and sent_at = :at")
        .bind("person", person)
        .bind("at", sentAt)
        .map(
            (row, context) ->
                key.openText(row.getBytes("text"), AssociatedData.text(row.getLong("source_id"))))
        .list();
  }

  /** The next id below those of all messages, and below 0, where no export has ids. */
  private static long nextOwnId(Handle h, ChatId chat) {
    long lowest =
        h.createQuery("select coalesce(min(source_id), 0) from messages where chat_id = :chat")
            .bind("chat", chat.value())
            .mapTo(Long.class)
            .one();
    return Math.min(lowest, 0) - 1;
  }

  private static Added count(Handle h, long person, long sentAt) {
    return h.createQuery(
            """
            update people set learned = learned + 1,
              messages = case when messages < 0 then 1 else messages + 1 end,
              first_at = case when first_at < :at then first_at else :at end,
              last_at = case when last_at > :at then last_at else :at end
            where id = :person returning messages, learned""")
        .bind("at", sentAt)
        .bind("person", person)
        .map(
            (row, context) ->
                new Added(new PersonId(person), row.getInt("messages"), row.getInt("learned")))
        .one();
  }

  /**
   * Deletes the messages of a chat that were added without an id of an export, and that an export
   * has by now: of the same person at the same time. They have been counted.
   */
  static void giveWay(Handle h, ChatId chat) {
    h.createQuery(
            """
            delete from messages where chat_id = :chat and source_id < 0 and exists (
              select 1 from messages exported
              where exported.person_id = messages.person_id
                and exported.sent_at = messages.sent_at and exported.source_id >= 0)
            returning person_id""")
        .bind("chat", chat.value())
        .mapTo(Long.class)
        .list()
        .forEach(
            person -> h.execute("update people set messages = messages - 1 where id = ?", person));
  }
}
