package io.mynah.store.corpora;

import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.store.database.Database;
import io.mynah.store.database.FaultKind;
import io.mynah.store.database.PendingScrub;
import io.mynah.store.database.WriteBatches;
import io.mynah.store.inbox.PendingEdits;
import io.mynah.store.keys.Keys;
import io.mynah.vault.DataKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases people, chats, or everything of an owner. One transaction hides the data and destroys or
 * replaces keys ({@link ErasureTransaction}); after it the messages are deleted, or resealed, in
 * batches. If the process ends in between, {@link #finishInterrupted} of the next one completes it.
 * Thread-safe; of the same chat, one erases at a time, on the connection that keeps out the others.
 */
public final class Eraser {
  private static final Logger log = LoggerFactory.getLogger(Eraser.class);

  /** A hidden person whose messages are still to be deleted. */
  private record Hidden(PersonId person, ChatId chat) {}

  private final Database database;

  public Eraser(Database database) {
    this.database = database;
  }

  /** Erases a person. Returns whether they existed. */
  boolean person(OwnerId owner, PersonId person) {
    Optional<ChatId> chat = database.read(h -> chatOf(h, owner, person));
    chat.ifPresent(each -> exclusively(each, writer -> person(writer, owner, person, each)));
    return chat.isPresent();
  }

  private void person(Handle writer, OwnerId owner, PersonId person, ChatId chat) {
    seal(writer, chat); // with the key before, if an earlier erasure was cut off
    database
        .jdbi()
        .useTransaction(
            h -> {
              ErasureTransaction erasure = new ErasureTransaction(h, database);
              erasure.lock(owner);
              erasure.person(owner, person, chat);
            });
    complete(writer, person, chat);
  }

  /** Runs work on a connection while no other erases in this chat. */
  private void exclusively(ChatId chat, Consumer<Handle> work) {
    database.erasing(writer -> exclusively(writer, chat, () -> work.accept(writer)));
  }

  /**
   * The same on a connection that is open. Work that relies on it writes on this connection only:
   * if the connection breaks, others may begin.
   */
  void exclusively(Handle writer, ChatId chat, Runnable work) {
    database.dialect().exclusively(writer, "people of " + chat.value(), work);
  }

  private WriteBatches batches(Handle writer) {
    return new WriteBatches(database, writer);
  }

  private static Optional<ChatId> chatOf(Handle handle, OwnerId owner, PersonId person) {
    return handle
        .createQuery(
            """
            select chats.id from people join chats on chats.id = people.chat_id
            where people.id = :person and chats.owner = :owner""")
        .bind("person", person.value())
        .bind("owner", owner.value())
        .mapTo(Long.class)
        .findOne()
        .map(ChatId::new);
  }

  /** Deletes the messages of a hidden person, and reseals those of the others. */
  private void complete(Handle writer, PersonId person, ChatId chat) {
    delete(writer, "messages", "person_id", person.value(), "sent_at");
    seal(writer, chat);
    // Foreign keys cascade to the person's other rows.
    writer.execute("delete from people where id = ?", person.value());
  }

  /**
   * Deletes rows in batches.
   *
   * @param column whose rows with this value are deleted
   * @param order the column whose ranges make batches
   */
  private void delete(Handle writer, String table, String column, long value, String order) {
    String rows = " from " + table + " where " + column + " = :value and " + order;
    batches(writer)
        .run(
            Long.MIN_VALUE,
            (handle, from, most) -> {
              // Ranges: a planner that misjudges a new chat joins sets badly.
              Optional<Long> last =
                  handle
                      .createQuery(
                          "select max(id) from (select %s as id%s >= :from order by %s limit :most) as batch"
                              .formatted(order, rows, order))
                      .bind("value", value)
                      .bind("from", from)
                      .bind("most", most)
                      .mapTo(Long.class)
                      .findOne();
              last.ifPresent(
                  end ->
                      handle
                          .createUpdate("delete" + rows + " between :from and :last")
                          .bind("value", value)
                          .bind("from", from)
                          .bind("last", end)
                          .execute());
              return last.map(end -> OptionalLong.of(end + 1)).orElseGet(OptionalLong::empty);
            });
  }

  /** Reseals the messages with the chat's new key, and destroys the former one. */
  private void seal(Handle writer, ChatId chat) {
    Optional<byte[]> former = database.read(h -> database.keys(h).former(chat));
    former.ifPresent(wrapped -> seal(writer, chat, wrapped));
  }

  private void seal(Handle writer, ChatId chat, byte[] former) {
    batches(writer)
        .run(
            Long.MIN_VALUE,
            (handle, from, most) -> {
              Keys keys = database.keys(handle);
              if (!keys.isReplacing(chat)) {
                return OptionalLong.empty();
              }
              DataKey key = keys.of(chat);
              return WriteBatches.after(
                  new Resealing(handle, chat, key::open, key::openDeterministic, key)
                      .messages(from, most));
            });
    writer.useTransaction(
        h -> {
          database.dialect().beginWrite(h);
          database.keys(h).endReplacing(chat, former);
          PendingScrub.due(h);
        });
  }

  /** Erases a chat. Returns whether it existed. */
  public boolean chat(OwnerId owner, ChatId id) {
    return delete(
        id,
        h -> {
          ErasureTransaction erasure = new ErasureTransaction(h, database);
          erasure.lock(owner);
          if (!isOf(h, owner, id)) {
            return false;
          }
          erasure.chat(id);
          Shares.forget(h, owner);
          PendingEdits.forget(h, owner);
          return true;
        });
  }

  /**
   * Deletes a chat once it is hidden.
   *
   * @param hides hides it in a transaction, and returns whether it may be deleted
   * @return the same
   */
  private boolean delete(ChatId id, Predicate<Handle> hides) {
    boolean hidden =
        database
            .jdbi()
            .inTransaction(
                h -> {
                  boolean done = hides.test(h);
                  if (done) {
                    PendingScrub.due(h);
                  }
                  return done;
                });
    if (hidden) {
      exclusively(id, writer -> delete(writer, id));
    }
    return hidden;
  }

  private static boolean isOf(Handle handle, OwnerId owner, ChatId id) {
    return handle
        .createQuery("select 1 from chats where id = :id and owner = :owner")
        .bind("id", id.value())
        .bind("owner", owner.value())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Deletes the rows of a chat that has no owner any more. */
  private void delete(Handle writer, ChatId id) {
    // Messages first: a cascade from people would look up each one.
    delete(writer, "messages", "chat_id", id.value(), "source_id");
    delete(writer, "people", "chat_id", id.value(), "id");
    writer.execute("delete from chats where id = ?", id.value());
  }

  /** Deletes a chat whose first import never finished. Returns whether it was such a chat. */
  boolean discardUnseen(ChatId id) {
    return database.read(h -> isUnseen(h, id)) && discard(id);
  }

  private static boolean isUnseen(Handle handle, ChatId id) {
    return handle
        .createQuery("select 1 from chats where id = :id and imported_at = 0")
        .bind("id", id.value())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private boolean discard(ChatId id) {
    return delete(
        id,
        h -> {
          ErasureTransaction erasure = new ErasureTransaction(h, database);
          erasure.lock(id);
          if (!isUnseen(h, id)) {
            return false;
          }
          erasure.chat(id);
          return true;
        });
  }

  void everything(OwnerId owner) {
    List<ChatId> chats =
        database
            .jdbi()
            .inTransaction(
                h -> {
                  ErasureTransaction erasure = new ErasureTransaction(h, database);
                  erasure.lock(owner);
                  return erasure.everything(owner);
                });
    database.erasing(
        writer -> chats.forEach(id -> exclusively(writer, id, () -> delete(writer, id))));
  }

  /**
   * Completes the erasures of killed processes, and deletes unfinished first imports that nobody
   * continues.
   */
  void finishInterrupted() {
    List<ChatId> abandoned =
        database.read(
            h ->
                h.createQuery(
                        """
                        select id from chats where owner = '' or imported_at = 0 and not exists
                          (select 1 from uploads where uploads.owner = chats.owner)""")
                    .mapTo(Long.class)
                    .map(ChatId::new)
                    .list());
    abandoned.forEach(
        id ->
            attempt(
                () -> {
                  boolean unused = discard(id);
                }));
    attempt(() -> completePeople(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  /** Runs work; after a failure, such as a full disk, the next start tries again. */
  private static void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.warn(
          "What was to be erased could not be ({}); the next start tries again", FaultKind.of(e));
    }
  }

  /** Waits until no person of a chat is being erased, and completes interrupted erasures. */
  void awaitPeople(ChatId chat) {
    completePeople(chat.value(), chat.value());
  }

  /** Completes interrupted erasures of people of a range of chats. */
  private void completePeople(long firstChat, long lastChat) {
    hidden(firstChat, lastChat)
        .forEach(
            each ->
                exclusively(each.chat(), writer -> complete(writer, each.person(), each.chat())));
  }

  private List<Hidden> hidden(long firstChat, long lastChat) {
    return database.read(
        h ->
            h.createQuery(
                    "select id, chat_id from people where chat_id between :first and :last and "
                        + ChatsAndPeople.IS_FORGOTTEN)
                .bind("first", firstChat)
                .bind("last", lastChat)
                .map(
                    (row, context) ->
                        new Hidden(new PersonId(row.getLong(1)), new ChatId(row.getLong(2))))
                .list());
  }
}
