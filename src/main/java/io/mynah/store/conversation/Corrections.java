package io.mynah.store.conversation;

import io.mynah.domain.Address;
import io.mynah.domain.Correction;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.database.Columns;
import io.mynah.store.database.Database;
import io.mynah.store.keys.AssociatedData;
import io.mynah.vault.DataKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores owners' corrections: what a person would have said. They are erased with the person.
 * Thread-safe.
 */
public final class Corrections {
  private final Database database;
  private final Jdbi jdbi;

  public Corrections(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /**
   * A stored correction.
   *
   * @param given whether it has been said as the person since it was made or changed
   */
  public record Kept(
      long number, Correction correction, Origin origin, boolean given, Instant madeAt) {}

  /**
   * The source of a correction.
   *
   * @param written the message that contains the correction
   * @param instead the id of the corrected message, at the same address
   */
  public record Origin(MessageRef written, String instead) {
    /** The corrected message. */
    public MessageRef corrected() {
      return new MessageRef(written.address(), instead);
    }
  }

  /**
   * A correction, found by the message that contains it.
   *
   * @param answer whether it answers something
   */
  public record Written(PersonId person, long number, boolean answer) {}

  /**
   * Stores a correction, unless the person was erased.
   *
   * @return its number; empty if it was not stored
   */
  public Optional<Long> add(Person person, Correction correction, Origin origin, Instant now) {
    return jdbi.inTransaction(
        h ->
            database
                .keys(h)
                .find(person.id())
                .flatMap(key -> add(h, key, person, correction, origin, now)));
  }

  private Optional<Long> add(
      Handle handle,
      DataKey key,
      Person person,
      Correction correction,
      Origin origin,
      Instant now) {
    String saidTo = correction.saidTo();
    return handle
        .createQuery(
            """
            insert into corrections
              (person_id, said_to, text, address, message, instead, given, made_at)
            select id, :saidTo, :text, :address, :message, :instead, false, :now
            from people where id = :person"""
                + database.dialect().forKeyShare()
                + " returning id")
        .bind("person", person.id().value())
        .bind(
            "saidTo", saidTo == null ? null : key.seal(saidTo, AssociatedData.saidTo(person.id())))
        .bind("text", key.seal(correction.text(), AssociatedData.correction(person.id())))
        .bind("address", origin.written().address().value())
        .bind("message", origin.written().messageId())
        .bind("instead", origin.instead())
        .bind("now", now.toEpochMilli())
        .mapTo(Long.class)
        .findOne();
  }

  /**
   * The correction that an owner's message contains.
   *
   * @param since the earliest time it may have been made, as a channel may reuse message ids
   */
  public Optional<Written> in(MessageRef message, OwnerId owner, Instant since) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select corrections.id, person_id, said_to is not null as answer
                    from corrections
                    join people on people.id = person_id join chats on chats.id = chat_id
                    where address = :address and message = :message and owner = :owner
                      and made_at >= :since
                    order by corrections.id desc limit 1""")
                .bind("address", message.address().value())
                .bind("message", message.messageId())
                .bind("owner", owner.value())
                .bind("since", since.toEpochMilli())
                .map(
                    (row, context) ->
                        new Written(
                            new PersonId(row.getLong("person_id")),
                            row.getLong("id"),
                            row.getBoolean("answer")))
                .findOne());
  }

  /**
   * Replaces the text of a correction, and marks it as not yet said.
   *
   * @return whether the person has such a correction
   */
  public boolean change(Person person, long number, String text) {
    return jdbi.inTransaction(
        h ->
            person.sources().stream()
                .anyMatch(
                    source ->
                        database
                            .keys(h)
                            .find(source.id())
                            .map(key -> change(h, key, source, number, text))
                            .orElse(false)));
  }

  private static boolean change(
      Handle handle, DataKey key, Person person, long number, String text) {
    return handle
            .createUpdate(
                """
                update corrections set text = :text, given = false
                where id = :number and person_id = :person""")
            .bind("text", key.seal(text, AssociatedData.correction(person.id())))
            .bind("number", number)
            .bind("person", person.id().value())
            .execute()
        > 0;
  }

  /** Records that a correction is said as the person. Returns whether it is the first time. */
  public boolean give(Person person, long number) {
    return jdbi.withHandle(
        h ->
            h.createUpdate(
                        """
                        update corrections set given = true
                        where id = :number and person_id in (<people>) and not given""")
                    .bind("number", number)
                    .bindList("people", ids(person))
                    .execute()
                > 0);
  }

  /**
   * Deletes a correction of a person.
   *
   * @return its source; empty if there was none
   */
  public Optional<Origin> remove(Person person, long number) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    """
                    delete from corrections where id = :number and person_id in (<people>)
                    returning address, message, instead""")
                .bind("number", number)
                .bindList("people", ids(person))
                .map((row, context) -> origin(row))
                .findOne());
  }

  private static List<Long> ids(Person person) {
    return person.sources().stream().map(source -> source.id().value()).toList();
  }

  private static Origin origin(ResultSet row) throws SQLException {
    return new Origin(
        new MessageRef(new Address(row.getString("address")), row.getString("message")),
        row.getString("instead"));
  }

  /** The corrections of a person, the oldest first. */
  public List<Correction> of(Person person) {
    return kept(person).stream().map(Kept::correction).toList();
  }

  /** The corrections of a person with their numbers, the oldest first. */
  public List<Kept> kept(Person person) {
    return database.read(
        h ->
            person.sources().stream()
                .flatMap(
                    source ->
                        database
                            .keys(h)
                            .find(source.id())
                            .map(key -> of(h, key, source))
                            .orElse(List.of())
                            .stream())
                .sorted(Comparator.comparingLong(Kept::number))
                .toList());
  }

  private static List<Kept> of(Handle handle, DataKey key, Person person) {
    return handle
        .createQuery(
            """
            select * from corrections where person_id = :person order by id""")
        .bind("person", person.id().value())
        .map(
            (row, context) -> {
              byte[] saidTo = row.getBytes("said_to");
              return new Kept(
                  row.getLong("id"),
                  new Correction(
                      saidTo == null
                          ? null
                          : key.openText(saidTo, AssociatedData.saidTo(person.id())),
                      key.openText(row.getBytes("text"), AssociatedData.correction(person.id()))),
                  origin(row),
                  row.getBoolean("given"),
                  Columns.instant(row, "made_at"));
            })
        .list();
  }
}
