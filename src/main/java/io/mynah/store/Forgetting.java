package io.mynah.store;

import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.vault.DataKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Erases people, chats and owners, and their keys, within a transaction of the caller's. For one
 * thread.
 */
final class Forgetting {
  private static final int NAMES_IN_A_TITLE = 3;

  private final Handle handle;
  private final Keys keys;

  Forgetting(Handle handle, Keys keys) {
    this.handle = handle;
    this.keys = keys;
  }

  /** Says whether there was such a person. */
  boolean person(OwnerId owner, PersonId id) {
    Optional<Person> found = People.find(handle, keys, owner, id);
    if (found.isEmpty()) {
      return false;
    }
    Person person = found.get();
    deleteTokens("person_id = :value", id.value());
    // Messages, aliases, persona and jobs go with the person: foreign keys cascade.
    handle.createUpdate("delete from people where id = :id").bind("id", id.value()).execute();
    Shares.dropEmptyGroups(handle);
    People.chat(handle, keys, person.chat()).ifPresent(chat -> rename(chat, person));
    replaceKey(person.chat());
    Edits.forget(handle, owner);
    Scrubbing.due(handle);
    return true;
  }

  /** Seals what remains of a chat with a new key, so that nothing is left that opens the rest. */
  private void replaceKey(ChatId chat) {
    DataKey old = keys.of(chat);
    DataKey key = old.newKey();
    keys.put(chat, key);
    new Resealing(handle, chat, old::open, old::openAlike, key).run();
  }

  /** A private chat is named after the person it is with: gives it another name and key. */
  private void rename(Chat chat, Person forgotten) {
    List<String> names =
        Stream.concat(Stream.of(forgotten.name()), forgotten.aliases().stream()).toList();
    String title = chat.title();
    if (mentions(title, names)) {
      title =
          People.of(handle, keys, chat.id()).stream()
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
    if (People.chat(handle, keys, id).filter(chat -> chat.owner().equals(owner)).isEmpty()) {
      return false;
    }
    deleteTokens("person_id in (select id from people where chat_id = :value)", id.value());
    delete(id);
    Shares.dropEmptyGroups(handle);
    Edits.forget(handle, owner);
    Scrubbing.due(handle);
    return true;
  }

  private void delete(ChatId id) {
    keys.delete(id);
    // Messages first and at once: by way of the people it would be one look-up each.
    for (String table : List.of("messages", "people")) {
      handle
          .createUpdate("delete from " + table + " where chat_id = :id")
          .bind("id", id.value())
          .execute();
    }
    handle.createUpdate("delete from chats where id = :id").bind("id", id.value()).execute();
  }

  void everything(OwnerId owner) {
    deleteTokens("owner = :value", owner.value());
    handle
        .createQuery("select id from chats where owner = :owner")
        .bind("owner", owner.value())
        .mapTo(Long.class)
        .list()
        .forEach(id -> delete(new ChatId(id)));
    handle
        .createUpdate("delete from guesses where player = :owner")
        .bind("owner", owner.value())
        .execute();
    Shares.dropEmptyGroups(handle);
    keys.delete(owner);
    Edits.forget(handle, owner);
    Scrubbing.due(handle);
    for (String table :
        List.of("jobs", "preferences", "app_languages", "uploads", "dialogues", "erasures")) {
      handle
          .createUpdate("delete from " + table + " where owner = :owner")
          .bind("owner", owner.value())
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
