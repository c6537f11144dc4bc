package io.mynah.store.corpora;

import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.store.corpora.ImportTarget.Stored;
import io.mynah.store.database.Change;
import io.mynah.store.database.Database;
import io.mynah.store.keys.AssociatedData;
import io.mynah.vault.DataKey;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Stores the people of voices that come from another Mynah, each in a chat of their own without
 * messages. Such a chat stays hidden until the voice is published; the next start deletes one that
 * never was. Thread-safe.
 */
public final class ImportedVoices {
  /** What the identities of such chats and people begin with. */
  private static final String SOURCE = "voice:";

  private final Database database;
  private final Eraser eraser;

  public ImportedVoices(Corpora corpora) {
    database = corpora.database();
    eraser = new Eraser(database);
  }

  /** A hidden person, and their chat. */
  public record Arriving(ChatId chat, PersonId person) {}

  /**
   * Stores a person, hidden.
   *
   * @param id of the voice
   * @param trained when the voice was trained
   * @return empty if the owner has this voice already
   */
  public Optional<Arriving> begin(OwnerId owner, String id, Instant trained) {
    ImportTarget target = new ImportTarget(database, owner, null, () -> false, SOURCE + id);
    // What an import left that was cut off.
    database.read(target::find).ifPresent(stored -> eraser.discardUnseen(stored.id()));
    return database
        .jdbi()
        .inTransaction(
            h -> {
              Stored chat = target.open(h, database.newKey());
              return chat.made()
                  ? Optional.of(new Arriving(chat.id(), insert(h, chat, id, trained)))
                  : Optional.empty();
            });
  }

  private static PersonId insert(Handle handle, Stored chat, String id, Instant trained) {
    return new PersonId(
        handle
            .createQuery(
                """
                insert into people (chat_id, person_key, name, name_at, messages, first_at, last_at)
                values (:chat, :key, :name, :at, :arriving, :at, :at) returning id""")
            .bind("chat", chat.id().value())
            .bind("key", ChatsAndPeople.sealedKey(chat.key(), new PersonKey(SOURCE + id)))
            .bind("name", new byte[0])
            .bind("arriving", ChatsAndPeople.ARRIVING)
            .bind("at", trained.toEpochMilli())
            .mapTo(Long.class)
            .one());
  }

  /**
   * Makes a person visible, with a name which is their chat's as well. For the transaction that
   * publishes the model.
   */
  public Change publishing(Arriving arriving, String name, Instant now) {
    return handle -> {
      Optional<DataKey> key = database.keys(handle).find(arriving.chat());
      return key.isPresent() && publish(handle, key.get(), arriving, name, now);
    };
  }

  private static boolean publish(
      Handle handle, DataKey key, Arriving arriving, String name, Instant now) {
    handle
        .createUpdate("update people set name = :name, messages = 0 where id = :person")
        .bind("name", key.seal(name, AssociatedData.name(arriving.person())))
        .bind("person", arriving.person().value())
        .execute();
    return handle
            .createUpdate(
                """
                update chats set title = :title, title_at = 0, imported_at = :now
                where id = :chat and imported_at = 0""")
            .bind("title", key.seal(name, AssociatedData.title(arriving.chat())))
            .bind("now", now.toEpochMilli())
            .bind("chat", arriving.chat().value())
            .execute()
        > 0;
  }

  /** Deletes a person who was not published. */
  public void discard(Arriving arriving) {
    boolean unused = eraser.discardUnseen(arriving.chat());
  }
}
