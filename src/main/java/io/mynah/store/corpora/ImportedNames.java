package io.mynah.store.corpora;

import io.mynah.domain.ChatId;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.store.keys.AssociatedData;
import io.mynah.vault.DataKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Records the names of a chat's people from the current import. The display name is that of the
 * export with the person's latest message, in whatever order exports are imported. All others are
 * aliases, newest first.
 */
final class ImportedNames {
  private static final String NAME_PREFIX = PersonKey.ofName("").value();

  private record Known(long id, String name, long nameAt) {}

  private final Handle handle;
  private final ChatId chat;
  private final DataKey key;
  private final Map<PersonKey, Long> lastSent;

  /**
   * @param lastSent when each sender of the import last wrote
   */
  ImportedNames(Handle handle, ChatId chat, DataKey key, Map<PersonKey, Long> lastSent) {
    this.handle = handle;
    this.chat = chat;
    this.key = key;
    this.lastSent = lastSent;
  }

  /** Records one person, unless they have no stored messages. */
  void record(Corpora.PersonNames given) {
    Optional<Known> known = find(given.key());
    Optional<Long> last = Optional.ofNullable(lastSent.get(given.key()));
    if (known.isEmpty()) {
      last.ifPresent(at -> replaceAliases(insert(given, at), given.name(), given.aliases()));
      return;
    }
    Known before = known.get();
    boolean newer = last.orElse(Long.MIN_VALUE) >= before.nameAt();
    String name = newer ? given.name() : before.name();
    List<String> others = new ArrayList<>();
    if (newer) {
      others.addAll(given.aliases());
      others.add(before.name());
      others.addAll(aliases(before.id()));
    } else {
      others.addAll(aliases(before.id()));
      others.add(given.name());
      others.addAll(given.aliases());
    }
    if (newer) {
      handle
          .createUpdate("update people set name = :name, name_at = :at where id = :id")
          .bind("name", sealedName(before.id(), name))
          .bind("at", last.orElseThrow())
          .bind("id", before.id())
          .execute();
    }
    replaceAliases(before.id(), name, others);
  }

  /** Records a sender without a name in the import; the name is taken from the key. */
  void recordUnnamed(PersonKey sender) {
    if (find(sender).isEmpty()) {
      String value = sender.value();
      String name = value.startsWith(NAME_PREFIX) ? value.substring(NAME_PREFIX.length()) : value;
      record(new Corpora.PersonNames(sender, name, List.of()));
    }
  }

  private byte[] sealedName(long person, String name) {
    return key.seal(name, AssociatedData.name(new PersonId(person)));
  }

  private Optional<Known> find(PersonKey person) {
    return handle
        .createQuery(
            "select id, name, name_at from people where chat_id = :chat and person_key = :key")
        .bind("chat", chat.value())
        .bind("key", ChatsAndPeople.sealedKey(key, person))
        .map(
            (row, context) -> {
              long id = row.getLong("id");
              String name =
                  key.openText(row.getBytes("name"), AssociatedData.name(new PersonId(id)));
              return new Known(id, name, row.getLong("name_at"));
            })
        .findOne();
  }

  private long insert(Corpora.PersonNames given, long last) {
    long id =
        handle
            .createQuery(
                """
            insert into people (chat_id, person_key, name, name_at, messages, first_at, last_at)
            values (:chat, :key, :name, :last, :arriving, :last, :last) returning id""")
            .bind("chat", chat.value())
            .bind("key", ChatsAndPeople.sealedKey(key, given.key()))
            .bind("name", new byte[0])
            .bind("arriving", ChatsAndPeople.ARRIVING)
            .bind("last", last)
            .mapTo(Long.class)
            .one();
    handle
        .createUpdate("update people set name = :name where id = :id")
        .bind("name", sealedName(id, given.name()))
        .bind("id", id)
        .execute();
    return id;
  }

  private List<String> aliases(long person) {
    return handle
        .createQuery("select alias from aliases where person_id = :id order by position")
        .bind("id", person)
        .map(
            (row, context) ->
                key.openText(row.getBytes("alias"), AssociatedData.alias(new PersonId(person))))
        .list();
  }

  private void replaceAliases(long person, String name, List<String> others) {
    Set<String> aliases = new LinkedHashSet<>(others);
    aliases.remove(name);
    handle.createUpdate("delete from aliases where person_id = :id").bind("id", person).execute();
    if (aliases.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into aliases (person_id, position, alias) values (:id, :position, :alias)");
    int position = 0;
    for (String alias : aliases) {
      batch
          .bind("id", person)
          .bind("position", position++)
          .bind("alias", key.seal(alias, AssociatedData.alias(new PersonId(person))))
          .add();
    }
    batch.execute();
  }
}
