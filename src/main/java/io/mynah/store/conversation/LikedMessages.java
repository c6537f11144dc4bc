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
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Stores messages of voices that their owners liked, the last {@link #MOST} of each person, and
 * those that they disliked, the last {@link #MOST_DISLIKED}. They are erased with the person.
 * Thread-safe.
 */
public final class LikedMessages {
  /** How many messages of a person are kept. */
  public static final int MOST = 50;

  /** How many disliked messages of a person are kept. */
  public static final int MOST_DISLIKED = 20;

  private final Database database;

  public LikedMessages(Database database) {
    this.database = database;
  }

  /** A message that was liked or disliked. */
  public record Liked(String text, Instant at) {}

  private record Row(long id, Liked message) {}

  /**
   * Stores a message of a person's voice as liked, and no longer as disliked, unless the person was
   * erased.
   */
  public void add(Person person, String text, Instant now) {
    put(person, text, now, false);
  }

  /** Stores a message of a person's voice as disliked, unless the person was erased. */
  public void addDisliked(Person person, String text, Instant now) {
    put(person, text, now, true);
  }

  private void put(Person person, String text, Instant now, boolean disliked) {
    database
        .jdbi()
        .useTransaction(
            h ->
                database
                    .keys(h)
                    .find(person.id())
                    .ifPresent(
                        key -> {
                          add(h, key, person, text, now, disliked);
                          // What is rated once more counts as it was rated last.
                          deleteEqual(h, key, person, text);
                          deleteOldest(h, person, disliked);
                        }));
  }

  private void add(
      Handle handle, DataKey key, Person person, String text, Instant now, boolean disliked) {
    handle
        .createUpdate(
            """
            insert into liked_messages (person_id, text, liked_at, disliked)
            select id, :text, :now, :disliked from people where id = :person"""
                + database.dialect().forKeyShare())
        .bind("person", person.id().value())
        .bind("text", key.seal(text, AssociatedData.liked(person.id())))
        .bind("now", now.toEpochMilli())
        .bind("disliked", disliked)
        .execute();
  }

  /** Deletes rated messages with a text, but for the newest row. */
  private static void deleteEqual(Handle handle, DataKey key, Person person, String text) {
    long newest =
        handle
            .createQuery(
                "select coalesce(max(id), 0) from liked_messages where person_id = :person")
            .bind("person", person.id().value())
            .mapTo(Long.class)
            .one();
    Stream.concat(
            rows(handle, key, person, true).stream(), rows(handle, key, person, false).stream())
        .filter(row -> row.id() != newest && row.message().text().equals(text))
        .forEach(row -> handle.execute("delete from liked_messages where id = ?", row.id()));
  }

  private static void deleteOldest(Handle handle, Person person, boolean disliked) {
    handle
        .createUpdate(
            """
            delete from liked_messages
            where person_id = :person and disliked = :disliked and id not in (
              select id from liked_messages where person_id = :person and disliked = :disliked
              order by id desc limit :most)""")
        .bind("person", person.id().value())
        .bind("disliked", disliked)
        .bind("most", disliked ? MOST_DISLIKED : MOST)
        .execute();
  }

  /** The liked messages of a person's voice, the oldest first. */
  public List<Liked> of(Person person) {
    return messages(person, false);
  }

  /** The disliked messages of a person's voice, the oldest first. */
  public List<Liked> dislikedOf(Person person) {
    return messages(person, true);
  }

  private List<Liked> messages(Person person, boolean disliked) {
    return database.read(
        h ->
            database
                .keys(h)
                .find(person.id())
                .map(key -> rows(h, key, person, disliked).stream().map(Row::message).toList())
                .orElse(List.of()));
  }

  private static List<Row> rows(Handle handle, DataKey key, Person person, boolean disliked) {
    return handle
        .createQuery(
            """
            select id, text, liked_at from liked_messages
            where person_id = :person and disliked = :disliked order by id""")
        .bind("person", person.id().value())
        .bind("disliked", disliked)
        .map(
            (row, context) ->
                new Row(
                    row.getLong("id"),
                    new Liked(
                        key.openText(row.getBytes("text"), AssociatedData.liked(person.id())),
                        Columns.instant(row, "liked_at"))))
        .list();
  }

  /** Deletes the liked and disliked messages of a person's voice. */
  public void delete(PersonId person) {
    database
        .jdbi()
        .useHandle(
            h ->
                h.createUpdate("delete from liked_messages where person_id = :person")
                    .bind("person", person.value())
                    .execute());
  }

  /**
   * Deletes the liked and disliked messages of all people of an owner. Returns how many there were.
   */
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
