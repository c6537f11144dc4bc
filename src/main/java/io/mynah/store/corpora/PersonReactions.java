package io.mynah.store.corpora;

import io.mynah.domain.ChatId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.domain.Reactions;
import io.mynah.store.database.Database;
import io.mynah.store.keys.AssociatedData;
import io.mynah.vault.BrokenSeal;
import io.mynah.vault.DataKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores how often people reacted to messages of others, and with which emoji: counts only, not to
 * which messages. Emoji are sealed with the key of the person's chat. Thread-safe.
 */
public final class PersonReactions {
  private static final Logger log = LoggerFactory.getLogger(PersonReactions.class);

  private final Database database;

  public PersonReactions(Database database) {
    this.database = database;
  }

  /** The reactions of a person in all their chats. */
  public Reactions of(Person person) {
    return database.read(
        h ->
            person.sources().stream()
                .map(source -> of(h, source))
                .reduce(Reactions.NONE, Reactions::plus));
  }

  private Reactions of(Handle handle, Person source) {
    return database
        .keys(handle)
        .find(source.chat())
        .flatMap(
            key ->
                handle
                    .createQuery("select * from reactions where person_id = :person")
                    .bind("person", source.id().value())
                    .map((row, context) -> reactions(row, key))
                    .findOne())
        .orElse(Reactions.NONE);
  }

  private static Reactions reactions(ResultSet row, DataKey key) throws SQLException {
    PersonId person = person(row);
    try {
      String emoji = key.openText(row.getBytes("emoji"), AssociatedData.reactions(person));
      return new Reactions(row.getInt("messages"), row.getInt("reacted"), counts(emoji));
    } catch (BrokenSeal damaged) {
      log.error(
          "The reactions of person {} are damaged and cannot be read any more.", person.value());
      return Reactions.NONE;
    }
  }

  private static PersonId person(ResultSet row) throws SQLException {
    return new PersonId(row.getLong("person_id"));
  }

  /** The counts of lines with a number and an emoji. */
  private static SortedMap<String, Integer> counts(String lines) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    lines
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(parts -> counts.put(parts[1], Integer.valueOf(parts[0])));
    return counts;
  }

  private static String lines(SortedMap<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(each -> each.getValue() + " " + each.getKey())
        .collect(Collectors.joining("\n"));
  }

  /** Sealed reactions of one person, to be written. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sealed(long person, int messages, int reacted, byte[] emoji) {}

  /**
   * Stores the reactions of an import's people, as far as the chat has them, unless those of an
   * export with more messages are there. Returns whether any were new.
   *
   * @param handle in a transaction in which the chat keeps its key
   */
  static boolean store(
      Handle handle, ChatId chat, DataKey key, Map<PersonKey, Reactions> reactions) {
    return write(handle, seal(handle, chat, key, reactions));
  }

  /** Seals the reactions of the chat's people that are not stored. */
  private static List<Sealed> seal(
      Handle handle, ChatId chat, DataKey key, Map<PersonKey, Reactions> reactions) {
    List<Sealed> sealed = new ArrayList<>();
    if (reactions.isEmpty()) {
      return sealed;
    }
    Map<PersonId, Reactions> stored = stored(handle, chat, key);
    ChatsAndPeople.keys(handle, chat, key)
        .forEach(
            (id, person) -> {
              Reactions each = reactions.get(person);
              if (each != null && !each.equals(stored.get(new PersonId(id)))) {
                sealed.add(
                    new Sealed(
                        id,
                        each.messages(),
                        each.reacted(),
                        key.seal(lines(each.emoji()), AssociatedData.reactions(new PersonId(id)))));
              }
            });
    return sealed;
  }

  private static Map<PersonId, Reactions> stored(Handle handle, ChatId chat, DataKey key) {
    Map<PersonId, Reactions> stored = new HashMap<>();
    handle
        .createQuery(
            """
            select reactions.* from reactions join people on people.id = person_id
            where chat_id = :chat""")
        .bind("chat", chat.value())
        .map((row, context) -> Map.entry(person(row), reactions(row, key)))
        .forEach(each -> stored.put(each.getKey(), each.getValue()));
    return stored;
  }

  private static boolean write(Handle handle, List<Sealed> all) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into reactions (person_id, messages, reacted, emoji)
            values (:person, :messages, :reacted, :emoji)
            on conflict (person_id) do update set messages = excluded.messages,
              reacted = excluded.reacted, emoji = excluded.emoji
            where excluded.messages >= reactions.messages""");
    for (Sealed each : all) {
      batch
          .bind("person", each.person())
          .bind("messages", each.messages())
          .bind("reacted", each.reacted())
          .bind("emoji", each.emoji())
          .add();
    }
    return batch.size() > 0 && Arrays.stream(batch.execute()).anyMatch(rows -> rows != 0);
  }
}
