package io.mynah.store;

import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Erases people, chats and owners within a transaction of the caller's. */
final class Forgetting {
  private static final int NAMES_IN_A_TITLE = 3;

  private Forgetting() {}

  /** Says whether there was such a person. */
  static boolean person(Handle handle, OwnerId owner, PersonId id) {
    Optional<Person> found = People.find(handle, owner, id);
    if (found.isEmpty()) {
      return false;
    }
    Person person = found.get();
    deleteTokens(handle, "person_id = :value", id.value());
    // Messages, aliases, persona and jobs go with the person: foreign keys cascade.
    handle.createUpdate("delete from people where id = :id").bind("id", id.value()).execute();
    Shares.dropEmptyGroups(handle);
    People.chat(handle, person.chat()).ifPresent(chat -> rename(handle, chat, person));
    return true;
  }

  /** A private chat is named after the person it is with: gives it another name and key. */
  private static void rename(Handle handle, Chat chat, Person forgotten) {
    List<String> names =
        Stream.concat(Stream.of(forgotten.name()), forgotten.aliases().stream()).toList();
    String title = chat.title();
    if (mentions(title, names)) {
      title =
          People.of(handle, chat.id()).stream()
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
        .bind("title", title)
        .bind("key", named ? SourceKeys.digest(chat.sourceKey()) : chat.sourceKey())
        .bind("id", chat.id().value())
        .execute();
  }

  private static boolean mentions(String text, List<String> names) {
    return names.stream().anyMatch(text::contains);
  }

  /** Says whether there was such a chat. */
  static boolean chat(Handle handle, OwnerId owner, ChatId id) {
    if (People.chat(handle, id).filter(chat -> chat.owner().equals(owner)).isEmpty()) {
      return false;
    }
    deleteTokens(handle, "person_id in (select id from people where chat_id = :value)", id.value());
    delete(handle, id);
    Shares.dropEmptyGroups(handle);
    return true;
  }

  private static void delete(Handle handle, ChatId id) {
    // Messages first and at once: by way of the people it would be one look-up each.
    for (String table : List.of("messages", "people")) {
      handle
          .createUpdate("delete from " + table + " where chat_id = :id")
          .bind("id", id.value())
          .execute();
    }
    handle.createUpdate("delete from chats where id = :id").bind("id", id.value()).execute();
  }

  static void everything(Handle handle, OwnerId owner) {
    deleteTokens(handle, "owner = :value", owner.value());
    handle
        .createQuery("select id from chats where owner = :owner")
        .bind("owner", owner.value())
        .mapTo(Long.class)
        .list()
        .forEach(id -> delete(handle, new ChatId(id)));
    handle
        .createUpdate("delete from guesses where player = :owner")
        .bind("owner", owner.value())
        .execute();
    Shares.dropEmptyGroups(handle);
    for (String table : List.of("jobs", "preferences", "app_languages", "uploads", "dialogues")) {
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
