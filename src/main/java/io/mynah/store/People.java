package io.mynah.store;

import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Reads chats and people. */
final class People {
  static final RowMapper<Chat> CHAT =
      (row, context) ->
          new Chat(
              new ChatId(row.getLong("id")),
              new OwnerId(row.getString("owner")),
              row.getString("source_key"),
              row.getString("title"),
              Columns.instant(row, "imported_at"));

  private static final RowMapper<Person> WITHOUT_ALIASES =
      (row, context) ->
          new Person(
              new PersonId(row.getLong("id")),
              new ChatId(row.getLong("chat_id")),
              new PersonKey(row.getString("person_key")),
              row.getString("name"),
              List.of(),
              row.getInt("messages"),
              Columns.instant(row, "first_at"),
              Columns.instant(row, "last_at"));

  private record Alias(PersonId person, String name) {}

  private People() {}

  static Optional<Chat> chat(Handle handle, ChatId id) {
    return handle
        .createQuery("select * from chats where id = :id")
        .bind("id", id.value())
        .map(CHAT)
        .findOne();
  }

  /** The people of an owner's chats, those with most messages first. */
  static List<Person> of(Handle handle, OwnerId owner) {
    return select(handle, "chats.owner = :value", owner.value());
  }

  /** The people of a chat, those with most messages first. */
  static List<Person> of(Handle handle, ChatId chat) {
    return select(handle, "chats.id = :value", chat.value());
  }

  static Optional<Person> find(Handle handle, OwnerId owner, PersonId id) {
    boolean owned =
        handle
            .createQuery(
                """
                select 1 from people join chats on chats.id = people.chat_id
                where people.id = :id and chats.owner = :owner""")
            .bind("id", id.value())
            .bind("owner", owner.value())
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    return owned
        ? select(handle, "people.id = :value", id.value()).stream().findFirst()
        : Optional.empty();
  }

  private static List<Person> select(Handle handle, String condition, Object value) {
    List<Person> people =
        handle
            .createQuery(
                "select people.* from people join chats on chats.id = people.chat_id where "
                    + condition
                    + " order by people.messages desc, people.id")
            .bind("value", value)
            .map(WITHOUT_ALIASES)
            .list();
    Map<PersonId, List<String>> aliases = aliases(handle, condition, value);
    List<Person> complete = new ArrayList<>(people.size());
    for (Person p : people) {
      List<String> names = aliases.getOrDefault(p.id(), List.of());
      complete.add(
          new Person(
              p.id(), p.chat(), p.key(), p.name(), names, p.messages(), p.first(), p.last()));
    }
    return complete;
  }

  private static Map<PersonId, List<String>> aliases(
      Handle handle, String condition, Object value) {
    return handle
        .createQuery(
            """
            select aliases.person_id, aliases.alias from aliases
            join people on people.id = aliases.person_id
            join chats on chats.id = people.chat_id where\s"""
                + condition
                + " order by aliases.person_id, aliases.position")
        .bind("value", value)
        .map(
            (row, context) ->
                new Alias(new PersonId(row.getLong("person_id")), row.getString("alias")))
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Alias::person, Collectors.mapping(Alias::name, Collectors.toList())));
  }
}
