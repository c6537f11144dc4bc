package io.mynah.store.conversation;

import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.database.Columns;
import io.mynah.store.database.Database;
import io.mynah.store.keys.AssociatedData;
import io.mynah.vault.DataKey;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Stores messages of voices that their owners liked, the last {@link #MOST} of each person. They
 * are erased with the person. Thread-safe.
 */
public final class LikedMessages {
  /** How many messages of a person are kept. */
  public static final int MOST = 50;

  private final Database database;

  public LikedMessages(Database database) {
    this.database = database;
  }

  /** A liked message. */
  public record Liked(String text, Instant at) {}

  /** Stores a message of a person's voice, unless the person was erased. */
  public void add(Person person, String text, Instant now) {
    database
        .jdbi()
        .useTransaction(
            h ->
                database
                    .keys(h)
                    .find(person.id())
                    .ifPresent(key -> add(h, key, person, text, now)));
  }

  private void add(Handle handle, DataKey key, Person person, String text, Instant now) {
    handle
        .createUpdate(
            """
            insert into liked_messages (person_id, text, liked_at)
            select id, :text, :now from people where id = :person"""
                + database.dialect().forKeyShare())
        .bind("person", person.id().value())
        .bind("text", key.seal(text, AssociatedData.liked(person.id())))
        .bind("now", now.toEpochMilli())
        .execute();
    handle
        .createUpdate(
            """
            delete from liked_messages where person_id = :person and id not in (
              select id from liked_messages where person_id = :person
              order by id desc limit :most)""")
        .bind("person", person.id().value())
        .bind("most", MOST)
        .execute();
  }

  /** The liked messages of a person's voice, the oldest first. */
  public List<Liked> of(Person person) {
    return database.read(
        h -> database.keys(h).find(person.id()).map(key -> of(h, key, person)).orElse(List.of()));
  }

  private static List<Liked> of(Handle handle, DataKey key, Person person) {
    return handle
        .createQuery(
            "select text, liked_at from liked_messages where person_id = :person order by id")
        .bind("person", person.id().value())
        .map(
            (row, context) ->
                new Liked(
                    key.openText(row.getBytes("text"), AssociatedData.liked(person.id())),
                    Columns.instant(row, "liked_at")))
        .list();
  }

  /** Deletes the liked messages of a person's voice. */
  public void delete(PersonId person) {
    database
        .jdbi()
        .useHandle(
            h ->
                h.createUpdate("delete from liked_messages where person_id = :person")
                    .bind("person", person.value())
                    .execute());
  }

  /** Deletes the liked messages of all people of an owner. Returns how many there were. */
  public int wipe(OwnerId owner) {
    return database
        .jdbi()
        .withHandle(
            h ->
                h.createUpdate(
                        """
                        delete from liked_messages where person_id in (
                          select people.id from people join chats on chats.id = chat_id
                          where owner = :owner)""")
                    .bind("owner", owner.value())
                    .execute());
  }
}
