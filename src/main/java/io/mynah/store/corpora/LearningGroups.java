package io.mynah.store.corpora;

import io.mynah.domain.Address;
import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.Group;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.store.database.Columns;
import io.mynah.store.database.Database;
import io.mynah.store.keys.AssociatedData;
import io.mynah.store.keys.Keys;
import io.mynah.vault.DataKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores in which groups new messages are added to which chats of owners, and who opted out of
 * that. Thread-safe.
 */
public final class LearningGroups {
  private final Database database;
  private final Jdbi jdbi;

  public LearningGroups(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /**
   * A group whose messages are added to a chat.
   *
   * @param toldAt when the group was last told of it; the epoch if it was not told yet
   */
  public record Learning(OwnerId owner, ChatId chat, Instant toldAt) {}

  /**
   * A person of a chat to which messages of a group are or were added.
   *
   * @param address of the group
   */
  public record Learned(OwnerId owner, Address address, PersonId person) {}

  /**
   * Begins to add the messages of a group to a chat of an owner. The chat is the one that exports
   * of the group go to; without one it is made.
   *
   * @param sourceKey the group's identity in exports
   * @return false if they are added already; otherwise the group is still to be {@link #told}
   */
  public boolean begin(OwnerId owner, Group group, String sourceKey, Instant now) {
    return jdbi.inTransaction(
        h -> {
          database.dialect().beginWrite(h);
          return begin(h, owner, group, sourceKey, Instant.EPOCH, now);
        });
  }

  private boolean begin(
      Handle h, OwnerId owner, Group group, String sourceKey, Instant toldAt, Instant now) {
    lock(database, h);
    ImportTarget.Stored chat =
        new ImportTarget(database, owner, null, () -> false, sourceKey).open(h, database.newKey());
    publish(h, chat, group.title(), now);
    return h.createUpdate(
                """
                insert into learning_groups (chat_id, address, told_at)
                values (:chat, :address, :told)
                on conflict (chat_id) do update
                set address = excluded.address, told_at = excluded.told_at,
                  ended_at = null, left_at = null
                where learning_groups.ended_at is not null
                  or learning_groups.left_at is not null""")
            .bind("chat", chat.id().value())
            .bind("address", group.address().value())
            .bind("told", toldAt.toEpochMilli())
            .execute()
        > 0;
  }

  /**
   * Waits until no other transaction adds messages of groups, or records who opted out. To be
   * called before a transaction looks at either.
   */
  static void lock(Database database, Handle handle) {
    database.dialect().lock(handle, "learning");
  }

  /** Whether a message of a person may be added to a chat now. The caller has the lock. */
  static boolean mayAdd(Handle handle, ChatId chat, PersonKey author) {
    return handle
        .createQuery(
            """
            select 1 from learning_groups
            where chat_id = :chat and ended_at is null and left_at is null
              and not exists (select 1 from opt_outs where person = :author)""")
        .bind("chat", chat.value())
        .bind("author", author.value())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Makes a chat visible that has no import behind it yet. */
  private static void publish(Handle h, ImportTarget.Stored chat, String title, Instant now) {
    h.createUpdate(
            """
            update chats set title = :title, title_at = :now, imported_at = :now
            where id = :id and imported_at = 0""")
        .bind("title", chat.key().seal(title, AssociatedData.title(chat.id())))
        .bind("now", now.toEpochMilli())
        .bind("id", chat.id().value())
        .execute();
  }

  /** The chats to which the messages of a group are added. */
  public List<Learning> at(Address group) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select chat_id, learning_groups.told_at, owner from learning_groups
                    join chats on chats.id = chat_id
                    where address = :address and ended_at is null and left_at is null
                      and owner <> '' order by chat_id""")
                .bind("address", group.value())
                .map(
                    (row, context) ->
                        new Learning(
                            new OwnerId(row.getString("owner")),
                            new ChatId(row.getLong("chat_id")),
                            Columns.instant(row, "told_at")))
                .list());
  }

  /** The chats of an owner to which messages of groups are added. */
  public List<Chat> of(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select chats.* from learning_groups join chats on chats.id = chat_id
                    where owner = :owner and imported_at > 0
                      and ended_at is null and left_at is null order by chat_id""")
                .bind("owner", owner.value())
                .map(ChatsAndPeople.chats(database.keys(h)))
                .list());
  }

  /** Records that a group was told that its messages are added to a chat. */
  public void told(ChatId chat, Instant now) {
    jdbi.useHandle(
        h ->
            h.createUpdate("update learning_groups set told_at = :now where chat_id = :chat")
                .bind("now", now.toEpochMilli())
                .bind("chat", chat.value())
                .execute());
  }

  /** Ends adding messages to a chat of an owner. Returns whether they were added. */
  public boolean end(OwnerId owner, ChatId chat, Instant now) {
    return jdbi.withHandle(
            h ->
                h.createUpdate(
                        """
                        update learning_groups set ended_at = :now
                        where chat_id = :chat and ended_at is null and left_at is null
                          and exists (select 1 from chats where id = :chat and owner = :owner)""")
                    .bind("now", now.toEpochMilli())
                    .bind("chat", chat.value())
                    .bind("owner", owner.value())
                    .execute())
        > 0;
  }

  /**
   * Records that a group has a new address, and with it another identity in exports: its messages
   * are added to another chat from now on.
   */
  public void moved(Address from, Address to, String sourceKey, Instant now) {
    jdbi.useTransaction(
        h -> {
          database.dialect().beginWrite(h);
          lock(database, h);
          for (Moving moving : moving(h, from)) {
            h.createUpdate(
                    """
                    update learning_groups set ended_at = :now, left_at = null
                    where chat_id = :chat""")
                .bind("now", now.toEpochMilli())
                .bind("chat", moving.chat().id().value())
                .execute();
            boolean unused =
                begin(
                    h,
                    moving.chat().owner(),
                    new Group(to, moving.chat().title()),
                    sourceKey,
                    moving.toldAt(),
                    now);
          }
        });
  }

  private record Moving(Chat chat, Instant toldAt) {}

  private List<Moving> moving(Handle h, Address from) {
    var chats = ChatsAndPeople.chats(database.keys(h));
    return h.createQuery(
            """
            select chats.*, learning_groups.told_at as group_told_at from learning_groups
            join chats on chats.id = chat_id
            where address = :from and ended_at is null and owner <> '' order by chat_id""")
        .bind("from", from.value())
        .map(
            (row, context) ->
                new Moving(chats.map(row, context), Columns.instant(row, "group_told_at")))
        .list();
  }

  /**
   * Records that Mynah was removed from a group. Telegram also reports this for a group that moves,
   * before or after the move.
   */
  public void left(Address group, Instant now) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    update learning_groups set left_at = :now
                    where address = :address and ended_at is null""")
                .bind("now", now.toEpochMilli())
                .bind("address", group.value())
                .execute());
  }

  /** Records that Mynah is in a group: what was before it was removed has ended. */
  public void joined(Address group) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    update learning_groups set ended_at = left_at, left_at = null
                    where address = :address and left_at is not null""")
                .bind("address", group.value())
                .execute());
  }

  /** Whether a person opted out. */
  public boolean isOptedOut(PersonKey person) {
    return database.read(
        h ->
            h.createQuery("select 1 from opt_outs where person = :person")
                .bind("person", person.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  /** Records that a person opts out, until {@link #optIn}. */
  public void optOut(PersonKey person, Instant now) {
    jdbi.useTransaction(
        h -> {
          lock(database, h);
          h.createUpdate(
                  """
                  insert into opt_outs (person, opted_out_at) values (:person, :now)
                  on conflict (person) do nothing""")
              .bind("person", person.value())
              .bind("now", now.toEpochMilli())
              .execute();
        });
  }

  /** Records that a person may be learned from again. Returns whether they had opted out. */
  public boolean optIn(PersonKey person) {
    return jdbi.withHandle(
            h ->
                h.createUpdate("delete from opt_outs where person = :person")
                    .bind("person", person.value())
                    .execute())
        > 0;
  }

  /** Where a person is in a chat to which messages of a group are or were added. */
  public List<Learned> learned(PersonKey person) {
    return database.read(
        h ->
            h
                .createQuery(
                    """
                    select chat_id, address, owner from learning_groups
                    join chats on chats.id = chat_id where owner <> '' order by chat_id""")
                .map(
                    (row, context) ->
                        find(
                            h,
                            new ChatId(row.getLong("chat_id")),
                            new OwnerId(row.getString("owner")),
                            new Address(row.getString("address")),
                            person))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList());
  }

  private Optional<Learned> find(
      Handle h, ChatId chat, OwnerId owner, Address address, PersonKey person) {
    Keys keys = database.keys(h);
    Optional<DataKey> key = keys.find(chat);
    return key.flatMap(
            found ->
                h.createQuery(
                        """
                        select id from people
                        where chat_id = :chat and person_key = :key and messages >= 0""")
                    .bind("chat", chat.value())
                    .bind("key", ChatsAndPeople.sealedKey(found, person))
                    .mapTo(Long.class)
                    .findOne())
        .map(id -> new Learned(owner, address, new PersonId(id)));
  }
}
