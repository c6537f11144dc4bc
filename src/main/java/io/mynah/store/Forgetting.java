package io.mynah.store;

import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.vault.DataKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes people, chats, and all of an owner. In one transaction what goes is hidden from everyone,
 * and keys are destroyed or replaced; the messages, which may be many, are deleted and sealed anew
 * in pieces after it. Where a process ends in between, {@link #rest} of the next one does the rest.
 * Thread-safe; a second caller waits for the first.
 */
final class Forgetting {
  private static final Logger log = LoggerFactory.getLogger(Forgetting.class);

  /** The tables whose rows are a person's, but for messages. */
  static final List<String> OF_PEOPLE =
      List.of(
          "aliases",
          "jobs",
          "personas",
          "talks",
          "sayings",
          "corrections",
          "guesses",
          "shares",
          "relearners");

  private static final int NAMES_IN_A_TITLE = 3;

  /** Someone whom nobody sees any more, and whose messages are still to go. */
  private record Hidden(PersonId person, ChatId chat) {}

  private final Database database;
  private final Jdbi bulk;
  private final ReentrantLock alone = new ReentrantLock();

  Forgetting(Database database) {
    this.database = database;
    bulk = Jdbi.create(database.bulk());
  }

  /** Says whether there was such a person. */
  boolean person(OwnerId owner, PersonId person) {
    alone.lock();
    try {
      Optional<ChatId> chat = database.read(h -> chatOf(h, owner, person));
      if (chat.isEmpty()) {
        return false;
      }
      if (database.<Boolean>read(h -> database.keys(h).isReplacing(chat.get()))) {
        seal(chat.get());
      }
      database.jdbi().useTransaction(h -> hide(h, owner, person, chat.get()));
      complete(person, chat.get());
      return true;
    } finally {
      alone.unlock();
    }
  }

  private static void deleteOfPeople(Handle handle, String condition, long value) {
    for (String table : OF_PEOPLE) {
      handle
          .createUpdate("delete from " + table + " where " + condition)
          .bind("value", value)
          .execute();
    }
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

  /** From then on nobody sees the person, and an import that brings them back makes another. */
  private void hide(Handle handle, OwnerId owner, PersonId id, ChatId chat) {
    Keys keys = database.keys(handle);
    Optional<Person> found = People.find(handle, keys, owner, id);
    if (found.isEmpty()) {
      return; // they were hidden before
    }
    deleteTokens(handle, "person_id = :value", id.value());
    People.chat(handle, keys, chat).ifPresent(each -> rename(handle, keys, each, found.get()));
    deleteOfPeople(handle, "person_id = :value", id.value());
    handle
        .createUpdate(
            """
            update people set person_key = randomblob(16), name = x'', messages = :forgotten
            where id = :id""")
        .bind("forgotten", People.FORGOTTEN)
        .bind("id", id.value())
        .execute();
    Shares.dropEmptyGroups(handle);
    DataKey former = keys.of(chat);
    keys.beginReplacing(chat);
    DataKey key = keys.of(chat);
    new Resealing(handle, chat, key::open, former::openAlike, key).names();
    Edits.forget(handle, owner);
    Scrubbing.due(handle);
  }

  /** Deletes the messages of a person who is hidden, and seals those of the others. */
  private void complete(PersonId person, ChatId chat) {
    Pieces.of(bulk)
        .run(
            (handle, most) ->
                handle
                    .createUpdate(
                        """
                        delete from messages where chat_id = :chat and source_id in (
                          select source_id from messages where person_id = :person limit :most)""")
                    .bind("chat", chat.value())
                    .bind("person", person.value())
                    .bind("most", most)
                    .execute());
    seal(chat);
    database
        .jdbi()
        .useHandle(
            h ->
                // What else hangs on the person goes with them: foreign keys cascade.
                h.createUpdate("delete from people where id = :id")
                    .bind("id", person.value())
                    .execute());
  }

  /** Seals the messages with the chat's new key, and destroys the one before. */
  private void seal(ChatId chat) {
    long[] next = {Long.MIN_VALUE};
    Pieces.of(bulk)
        .run(
            (handle, most) -> {
              Keys keys = database.keys(handle);
              if (!keys.isReplacing(chat)) {
                return 0;
              }
              DataKey key = keys.of(chat);
              OptionalLong last =
                  new Resealing(handle, chat, key::open, key::openAlike, key)
                      .messages(next[0], most);
              last.ifPresent(id -> next[0] = id + 1);
              return last.isPresent() ? most : 0;
            });
    database.jdbi().useTransaction(h -> database.keys(h).endReplacing(chat));
  }

  /** A private chat is named after the person it is with: gives it another name and key. */
  private static void rename(Handle handle, Keys keys, Chat chat, Person forgotten) {
    List<String> names =
        Stream.concat(Stream.of(forgotten.name()), forgotten.aliases().stream()).toList();
    String title = chat.title();
    if (mentions(title, names)) {
      title =
          People.of(handle, keys, chat.id()).stream()
              .filter(person -> !person.id().equals(forgotten.id()))
              .limit(NAMES_IN_A_TITLE)
              .map(Person::name)
              .collect(Collectors.joining(", "));
    }
    if (title.isEmpty() || mentions(title, names)) {
      title = "Chat " + chat.id().value();
    }
    boolean named =
        mentions(chat.sourceKey(), names) || chat.sourceKey().contains(forgotten.key().value());
    handle
        .createUpdate("update chats set title = :title, source_key = :key where id = :id")
        .bind("title", keys.of(chat.id()).seal(title, Places.title(chat.id())))
        .bind(
            "key",
            keys.find(chat.owner())
                .orElseThrow()
                .sealAlike(
                    named ? SourceKeys.digest(chat.sourceKey()) : chat.sourceKey(),
                    Places.SOURCE_KEY))
        .bind("id", chat.id().value())
        .execute();
  }

  private static boolean mentions(String text, List<String> names) {
    return names.stream().anyMatch(text::contains);
  }

  /** Says whether there was such a chat. */
  boolean chat(OwnerId owner, ChatId id) {
    alone.lock();
    try {
      boolean there =
          database
              .jdbi()
              .inTransaction(
                  h -> {
                    if (!isOf(h, owner, id)) {
                      return false;
                    }
                    hide(h, id);
                    Shares.dropEmptyGroups(h);
                    Edits.forget(h, owner);
                    Scrubbing.due(h);
                    return true;
                  });
      if (there) {
        delete(id);
      }
      return there;
    } finally {
      alone.unlock();
    }
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

  /** Destroys a chat's key and makes it nobody's: from then on nobody sees it. */
  private void hide(Handle handle, ChatId id) {
    deleteTokens(handle, "person_id in (select id from people where chat_id = :value)", id.value());
    database.keys(handle).delete(id);
    deleteOfPeople(
        handle, "person_id in (select id from people where chat_id = :value)", id.value());
    handle
        .createUpdate(
            """
            update chats set owner = '', source_key = randomblob(16), title = x'', imported_at = 0
            where id = :id""")
        .bind("id", id.value())
        .execute();
  }

  /** Deletes what is left of a chat that is nobody's. */
  private void delete(ChatId id) {
    Pieces pieces = Pieces.of(bulk);
    // Messages first: by way of the people it would be one look-up each.
    for (String rows :
        List.of(
            "messages where chat_id = :id and source_id in"
                + " (select source_id from messages where chat_id = :id limit :most)",
            "people where id in (select id from people where chat_id = :id limit :most)")) {
      pieces.run(
          (handle, most) ->
              handle
                  .createUpdate("delete from " + rows)
                  .bind("id", id.value())
                  .bind("most", most)
                  .execute());
    }
    database
        .jdbi()
        .useHandle(
            h ->
                h.createUpdate("delete from chats where id = :id")
                    .bind("id", id.value())
                    .execute());
  }

  /**
   * Deletes a chat if nobody has seen it, as its first import will not end; says whether that was
   * so.
   */
  boolean discardUnseen(ChatId id) {
    boolean unseen =
        database.read(
            h ->
                h.createQuery("select 1 from chats where id = :id and imported_at = 0")
                    .bind("id", id.value())
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent());
    if (unseen) {
      discard(id);
    }
    return unseen;
  }

  private void discard(ChatId id) {
    alone.lock();
    try {
      database
          .jdbi()
          .useTransaction(
              h -> {
                hide(h, id);
                Scrubbing.due(h);
              });
      delete(id);
    } finally {
      alone.unlock();
    }
  }

  void everything(OwnerId owner) {
    alone.lock();
    try {
      List<ChatId> chats = database.jdbi().inTransaction(h -> hide(h, owner));
      chats.forEach(this::delete);
    } finally {
      alone.unlock();
    }
  }

  private List<ChatId> hide(Handle handle, OwnerId owner) {
    deleteTokens(handle, "owner = :value", owner.value());
    List<ChatId> chats =
        handle
            .createQuery("select id from chats where owner = :owner")
            .bind("owner", owner.value())
            .mapTo(Long.class)
            .map(ChatId::new)
            .list();
    chats.forEach(id -> hide(handle, id));
    handle
        .createUpdate("delete from guesses where player = :owner")
        .bind("owner", owner.value())
        .execute();
    Shares.dropEmptyGroups(handle);
    database.keys(handle).delete(owner);
    Edits.forget(handle, owner);
    Scrubbing.due(handle);
    for (String table :
        List.of("jobs", "preferences", "app_languages", "uploads", "dialogues", "erasures")) {
      handle
          .createUpdate("delete from " + table + " where owner = :owner")
          .bind("owner", owner.value())
          .execute();
    }
    return chats;
  }

  /**
   * Deletes what processes that were killed did not: of what was being forgotten, and of first
   * imports that nobody goes on with.
   */
  void rest() {
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
    abandoned.forEach(id -> attempt(() -> discard(id)));
    attempt(() -> completePeople(chat -> true));
  }

  /** What cannot be done, on a full disk for instance, is tried again at the next start. */
  private static void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.warn("What was to be erased could not be ({}); the next start tries again", e.getClass());
    }
  }

  /** Waits until nobody of a chat is being forgotten. What was cut off before is ended now. */
  void awaitPeople(ChatId chat) {
    completePeople(chat::equals);
  }

  private void completePeople(Predicate<ChatId> of) {
    if (hidden(of).isEmpty()) {
      return;
    }
    alone.lock();
    try {
      hidden(of).forEach(each -> complete(each.person(), each.chat()));
    } finally {
      alone.unlock();
    }
  }

  private List<Hidden> hidden(Predicate<ChatId> of) {
    return database
        .read(
            h ->
                h.createQuery("select id, chat_id from people where messages = :forgotten")
                    .bind("forgotten", People.FORGOTTEN)
                    .map(
                        (row, context) ->
                            new Hidden(new PersonId(row.getLong(1)), new ChatId(row.getLong(2))))
                    .list())
        .stream()
        .filter(each -> of.test(each.chat()))
        .toList();
  }

  /**
   * Deletes the scheduler's rows of jobs that go. A row at work holds no more than a number, and
   * its worker deletes it.
   */
  private static void deleteTokens(Handle handle, String jobs, Object value) {
    handle
        .createUpdate(
            "delete from scheduled_tasks where picked = :no and task_instance in"
                + " (select cast(id as text) from jobs where "
                + jobs
                + ")")
        .bind("no", false)
        .bind("value", value)
        .execute();
  }
}
