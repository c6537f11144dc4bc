package io.mynah.store.corpora;

import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.database.PendingScrub;
import io.mynah.store.inbox.PendingEdits;
import io.mynah.store.keys.AssociatedData;
import io.mynah.store.keys.Keys;
import io.mynah.store.keys.SourceKeys;
import io.mynah.vault.DataKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Hides from everyone what is to be forgotten, and destroys or replaces its keys, within a
 * transaction of the caller's. The messages stay for {@link Eraser} to delete. For one thread.
 */
public final class ErasureHiding {
  /** The tables whose rows are a person's, but for messages. */
  public static final List<String> OF_PEOPLE =
      List.of(
          "aliases",
          "jobs",
          "voices",
          "chat_sessions",
          "spoken_messages",
          "corrections",
          "guess_scores",
          "shares",
          "relearners");

  private static final int NAMES_IN_A_TITLE = 3;

  private final Handle handle;
  private final Keys keys;

  /**
   * @param keys as the handle's transaction sees them
   */
  ErasureHiding(Handle handle, Keys keys) {
    this.handle = handle;
    this.keys = keys;
  }

  /** From then on nobody sees a person, and an import that brings them back makes another. */
  void person(OwnerId owner, PersonId id, ChatId chat) {
    Optional<Person> found = PeopleReader.find(handle, keys, owner, id);
    if (found.isEmpty()) {
      return; // they were hidden before
    }
    deleteTokens("person_id = :value", id.value());
    PeopleReader.chat(handle, keys, chat).ifPresent(each -> rename(each, found.get()));
    deleteOfPeople("person_id = :value", id.value());
    handle
        .createUpdate(
            """
            update people set person_key = randomblob(16), name = x'', messages = :forgotten
            where id = :id""")
        .bind("forgotten", PeopleReader.FORGOTTEN)
        .bind("id", id.value())
        .execute();
    Shares.dropEmptyGroups(handle);
    DataKey former = keys.of(chat);
    keys.beginReplacing(chat);
    DataKey key = keys.of(chat);
    new Resealing(handle, chat, key::open, former::openAlike, key).names();
    PendingEdits.forget(handle, owner);
    PendingScrub.due(handle);
  }

  /** A private chat is named after the person it is with: gives it another name and key. */
  private void rename(Chat chat, Person forgotten) {
    List<String> names =
        Stream.concat(Stream.of(forgotten.name()), forgotten.aliases().stream()).toList();
    String title = chat.title();
    if (mentions(title, names)) {
      title =
          PeopleReader.of(handle, keys, chat.id()).stream()
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
                .sealAlike(
                    named ? SourceKeys.digest(chat.sourceKey()) : chat.sourceKey(),
                    AssociatedData.SOURCE_KEY))
        .bind("id", chat.id().value())
        .execute();
  }

  private static boolean mentions(String text, List<String> names) {
    return names.stream().anyMatch(text::contains);
  }

  /** Destroys a chat's key and makes it nobody's: from then on nobody sees it. */
  void chat(ChatId id) {
    deleteTokens("person_id in (select id from people where chat_id = :value)", id.value());
    keys.delete(id);
    deleteOfPeople("person_id in (select id from people where chat_id = :value)", id.value());
    handle
        .createUpdate(
            """
            update chats set owner = '', source_key = randomblob(16), title = x'', imported_at = 0
            where id = :id""")
        .bind("id", id.value())
        .execute();
  }

  /** Hides all of an owner; gives the chats whose messages are to be deleted. */
  List<ChatId> everything(OwnerId owner) {
    deleteTokens("owner = :value", owner.value());
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
    Shares.dropEmptyGroups(handle);
    keys.delete(owner);
    PendingEdits.forget(handle, owner);
    PendingScrub.due(handle);
    for (String table :
        List.of("jobs", "preferences", "app_languages", "uploads", "expectations", "erasures")) {
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
   * Deletes the scheduler's rows of jobs that go. A row at work holds no more than a number, and
   * its worker deletes it.
   */
  private void deleteTokens(String jobs, Object value) {
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
