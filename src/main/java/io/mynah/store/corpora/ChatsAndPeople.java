package io.mynah.store.corpora;

import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.store.database.Columns;
import io.mynah.store.keys.AssociatedData;
import io.mynah.store.keys.Keys;
import io.mynah.vault.DataKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Reads chats and people from the database. */
final class ChatsAndPeople {
  /** The message count of a person who is being erased and therefore hidden. */
  static final int FORGOTTEN = -1;

  /** The SQL condition of {@link #FORGOTTEN}, by which the planner knows the index to use. */
  static final String IS_FORGOTTEN = "messages = " + FORGOTTEN;

  /** The message count of a person whose first import has not ended and who is therefore hidden. */
  static final int ARRIVING = -2;

  /** The SQL condition that excludes messages of hidden people. */
  static final String VISIBLE_MESSAGES =
      """
       and coalesce(person_id, 0) not in
         (select id from people where chat_id = :chat and messages < 0)\s""";

  private record Alias(PersonId person, String name) {}

  private ChatsAndPeople() {}

  static Optional<Chat> chat(Handle handle, Keys keys, ChatId id) {
    return handle
        .createQuery("select * from chats where id = :id and imported_at > 0")
        .bind("id", id.value())
        .map(chats(keys))
        .findOne();
  }

  /** Maps rows to chats. */
  static RowMapper<Chat> chats(Keys keys) {
    return (row, context) -> {
      ChatId id = new ChatId(row.getLong("id"));
      OwnerId owner = new OwnerId(row.getString("owner"));
      return new Chat(
          id,
          owner,
          keys.find(owner)
              .orElseThrow()
              .openTextDeterministic(row.getBytes("source_key"), AssociatedData.SOURCE_KEY),
          keys.of(id).openText(row.getBytes("title"), AssociatedData.title(id)),
          Columns.instant(row, "imported_at"));
    };
  }

  private static RowMapper<Person> withoutAliases(Keys keys) {
    return (row, context) -> {
      PersonId id = new PersonId(row.getLong("id"));
      ChatId chat = new ChatId(row.getLong("chat_id"));
      DataKey key = keys.of(chat);
      return new Person(
          id,
          chat,
          key(key, row.getBytes("person_key")),
          key.openText(row.getBytes("name"), AssociatedData.name(id)),
          List.of(),
          row.getInt("messages"),
          Columns.instant(row, "first_at"),
          Columns.instant(row, "last_at"),
          List.of());
    };
  }

  static byte[] sealedKey(DataKey chat, PersonKey person) {
    return chat.sealDeterministic(person.value(), AssociatedData.PERSON_KEY);
  }

  static PersonKey key(DataKey chat, byte[] sealed) {
    return new PersonKey(chat.openTextDeterministic(sealed, AssociatedData.PERSON_KEY));
  }

  /** The keys of a chat's people, by row id. */
  static Map<Long, PersonKey> keys(Handle handle, ChatId chat, DataKey key) {
    Map<Long, PersonKey> keys = new HashMap<>();
    handle
        .createQuery(
            "select id, person_key from people where chat_id = :chat and messages <> :forgotten")
        .bind("chat", chat.value())
        .bind("forgotten", FORGOTTEN)
        .map((row, context) -> Map.entry(row.getLong(1), key(key, row.getBytes(2))))
        .forEach(person -> keys.put(person.getKey(), person.getValue()));
    return keys;
  }

  /** The people of an owner, joined as the owner said, those with most messages first. */
  static List<Person> of(Handle handle, Keys keys, OwnerId owner) {
    return JoinedPeople.of(
        handle, owner, select(handle, keys, "chats.owner = :value", owner.value()));
  }

  /** The people of a chat, those with most messages first. */
  static List<Person> of(Handle handle, Keys keys, ChatId chat) {
    return select(handle, keys, "chats.id = :value", chat.value());
  }

  /** A person of an owner, with those they are joined with. */
  static Optional<Person> find(Handle handle, Keys keys, OwnerId owner, PersonId id) {
    List<Person> group =
        JoinedPeople.with(handle, id).stream()
            .flatMap(each -> findOfChat(handle, keys, owner, each).stream())
            .toList();
    return JoinedPeople.combined(handle, id, group).stream()
        .filter(person -> person.sources().stream().anyMatch(each -> each.id().equals(id)))
        .findFirst();
  }

  /** A person of one chat, without those they are joined with. */
  static Optional<Person> findOfChat(Handle handle, Keys keys, OwnerId owner, PersonId id) {
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
        ? select(handle, keys, "people.id = :value", id.value()).stream().findFirst()
        : Optional.empty();
  }

  private static List<Person> select(Handle handle, Keys keys, String condition, Object value) {
    List<Person> people =
        handle
            .createQuery(
                "select people.* from people join chats on chats.id = people.chat_id"
                    + " where people.messages >= 0 and chats.imported_at > 0 and "
                    + condition
                    + " order by people.messages desc, people.id")
            .bind("value", value)
            .map(withoutAliases(keys))
            .list();
    Map<PersonId, List<String>> aliases = aliases(handle, keys, condition, value);
    List<Person> complete = new ArrayList<>(people.size());
    for (Person p : people) {
      List<String> names = aliases.getOrDefault(p.id(), List.of());
      complete.add(
          new Person(
              p.id(),
              p.chat(),
              p.key(),
              p.name(),
              names,
              p.messages(),
              p.first(),
              p.last(),
              List.of()));
    }
    return complete;
  }

  private static Map<PersonId, List<String>> aliases(
      Handle handle, Keys keys, String condition, Object value) {
    return handle
        .createQuery(
            """
            select aliases.person_id, aliases.alias, people.chat_id from aliases
            join people on people.id = aliases.person_id
            join chats on chats.id = people.chat_id
            where people.messages >= 0 and chats.imported_at > 0 and\s"""
                + condition
                + " order by aliases.person_id, aliases.position")
        .bind("value", value)
        .map(
            (row, context) -> {
              PersonId person = new PersonId(row.getLong("person_id"));
              DataKey key = keys.of(new ChatId(row.getLong("chat_id")));
              return new Alias(
                  person, key.openText(row.getBytes("alias"), AssociatedData.alias(person)));
            })
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Alias::person, Collectors.mapping(Alias::name, Collectors.toList())));
  }
}
