package io.mynah.store.corpora;

import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.database.Database;
import io.mynah.store.database.PendingScrub;
import io.mynah.store.inbox.PendingEdits;
import io.mynah.store.keys.AssociatedData;
import io.mynah.store.keys.Keys;
import io.mynah.store.keys.SourceKeys;
import io.mynah.vault.DataKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Hides data that is to be erased, and destroys or replaces its keys, within the caller's
 * transaction. {@link Eraser} deletes the messages later. For one thread.
 */
public final class ErasureTransaction {
  /** The tables with rows of a person, other than messages. */
  public static final List<String> OF_PEOPLE =
      List.of(
          "aliases",
          "jobs",
          "voices",
          "voice_versions",
          "voice_comparisons",
          "chat_sessions",
          "spoken_messages",
          "corrections",
          "liked_messages",
          "reactions",
          "guess_scores",
          "shares",
          "voice_bots",
          "relearners",
          "joined_people");

  /** The tables with rows of an owner that go with nothing else. */
  static final List<String> OF_OWNERS =
      List.of(
          "jobs",
          "preferences",
          "app_languages",
          "uploads",
          "expectations",
          "personal_menus",
          "erasures");

  private static final int NAMES_IN_A_TITLE = 3;

  private final Handle handle;
  private final Database database;
  private final Keys keys;

  ErasureTransaction(Handle handle, Database database) {
    this.handle = handle;
    this.database = database;
    keys = database.keys(handle);
  }

  /** Keeps other transactions from using an owner's keys or people; to be called first. */
  void lock(OwnerId owner) {
    keys.lock(owner);
    Shares.lock(database, handle);
  }

  /** The same for the owner of a chat. */
  void lock(ChatId chat) {
    keys.lock(chat);
    Shares.lock(database, handle);
  }

  /** Hides a person. A later import that brings them back creates a new one. */
  void person(OwnerId owner, PersonId id, ChatId chat) {
    Optional<Person> found = ChatsAndPeople.findOfChat(handle, keys, owner, id);
    if (found.isEmpty()) {
      return; // they were hidden before
    }
    deleteWakeups("person_id = :value", id.value());
    ChatsAndPeople.chat(handle, keys, chat).ifPresent(each -> rename(each, found.get()));
    JoinedPeople.forgetVoices(handle, chat);
    JoinedPeople.separate(handle, "select cast(:value as bigint)", id.value());
    deleteOfPeople("person_id = :value", id.value());
    handle
        .createUpdate(
            """
            update people set person_key = :key, name = :name, messages = :forgotten
            where id = :id""")
        .bind("key", unique())
        .bind("name", new byte[0])
        .bind("forgotten", ChatsAndPeople.FORGOTTEN)
        .bind("id", id.value())
        .execute();
    Shares.dropEmptyGroups(handle);
    DataKey former = keys.of(chat);
    keys.beginReplacing(chat);
    DataKey key = keys.of(chat);
    new Resealing(handle, chat, key::open, former::openDeterministic, key).names();
    PendingEdits.forget(handle, owner);
    PendingScrub.due(handle);
  }

  /** Gives a chat that is named after the person another title and source key. */
  private void rename(Chat chat, Person forgotten) {
    List<String> names =
        Stream.concat(Stream.of(forgotten.name()), forgotten.aliases().stream()).toList();
    String title = chat.title();
    if (mentions(title, names)) {
      title =
          ChatsAndPeople.of(handle, keys, chat.id()).stream()
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
        .bind("title", keys.of(chat.id()).seal(title, AssociatedData.title(chat.id())))
        .bind(
            "key",
            keys.find(chat.owner())
                .orElseThrow()
                .sealDeterministic(
                    named ? SourceKeys.digest(chat.sourceKey()) : chat.sourceKey(),
                    AssociatedData.SOURCE_KEY))
        .bind("id", chat.id().value())
        .execute();
  }

  private static boolean mentions(String text, List<String> names) {
    return names.stream().anyMatch(text::contains);
  }

  /** Hides a chat: destroys its key and removes its owner. */
  void chat(ChatId id) {
    deleteWakeups("person_id in (select id from people where chat_id = :value)", id.value());
    keys.delete(id);
    JoinedPeople.forgetVoices(handle, id);
    JoinedPeople.separate(handle, "select id from people where chat_id = :value", id.value());
    deleteOfPeople("person_id in (select id from people where chat_id = :value)", id.value());
    handle
        .createUpdate("delete from learning_groups where chat_id = :id")
        .bind("id", id.value())
        .execute();
    handle
        .createUpdate(
            """
            update chats set owner = '', source_key = :key, title = :title, imported_at = 0
            where id = :id""")
        .bind("key", unique())
        .bind("title", new byte[0])
        .bind("id", id.value())
        .execute();
  }

  /** Bytes that no other row has. */
  private static byte[] unique() {
    return UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Hides all data of an owner. Returns the chats whose messages are to be deleted. */
  List<ChatId> everything(OwnerId owner) {
    deleteWakeups("owner = :value", owner.value());
    List<ChatId> chats =
        handle
            .createQuery("select id from chats where owner = :owner")
            .bind("owner", owner.value())
            .mapTo(Long.class)
            .map(ChatId::new)
            .list();
    chats.forEach(this::chat);
    handle
        .createUpdate("delete from guess_scores where player = :owner")
        .bind("owner", owner.value())
        .execute();
    Shares.forget(handle, owner);
    keys.delete(owner);
    PendingEdits.forget(handle, owner);
    PendingScrub.due(handle);
    for (String table : OF_OWNERS) {
      handle
          .createUpdate("delete from " + table + " where owner = :owner")
          .bind("owner", owner.value())
          .execute();
    }
    return chats;
  }

  private void deleteOfPeople(String condition, long value) {
    for (String table : OF_PEOPLE) {
      handle
          .createUpdate("delete from " + table + " where " + condition)
          .bind("value", value)
          .execute();
    }
  }

  /**
   * Deletes the scheduler's rows of the given jobs. A row in use holds only a number, and its
   * worker deletes it.
   */
  private void deleteWakeups(String condition, Object value) {
    handle
        .createUpdate(
            "delete from scheduled_tasks where picked = :no and exists (select 1 from jobs where "
                + condition
                + " and task_instance like id || '/%')")
        .bind("no", false)
        .bind("value", value)
        .execute();
  }
}
