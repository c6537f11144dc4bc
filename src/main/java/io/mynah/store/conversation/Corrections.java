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
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What people would have said, as their owners say; erased with the person. Thread-safe. */
public final class Corrections {
  private final Database database;
  private final Jdbi jdbi;

  public Corrections(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /**
   * A correction that is kept.
   *
   * @param given whether it was said as the person since it was made or changed
   */
  public record Kept(
      long number, Correction correction, Origin origin, boolean given, Instant madeAt) {}

  /**
   * Where a correction comes from.
   *
   * @param written the message that says it
   * @param instead the id of the message, at the same address, in whose place it is
   */
  public record Origin(MessageRef written, String instead) {
    /** The message in whose place the correction is. */
    public MessageRef corrected() {
      return new MessageRef(written.address(), instead);
    }
  }

  /**
   * A correction as it is found by the message that says it.
   *
   * @param answer whether it answers something
   */
  public record Written(PersonId person, long number, boolean answer) {}

  /**
   * Keeps a correction, unless the person is forgotten.
   *
   * @return its number; empty if it was not kept
   */
  public Optional<Long> add(Person person, Correction correction, Origin origin, Instant now) {
    return jdbi.inTransaction(
        h ->
            database
                .keys(h)
                .find(person.id())
                .map(key -> add(h, key, person, correction, origin, now)));
  }

  private static long add(
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
            values (:person, :saidTo, :text, :address, :message, :instead, false, :now)
            returning id""")
        .bind("person", person.id().value())
        .bind(
            "saidTo", saidTo == null ? null : key.seal(saidTo, AssociatedData.saidTo(person.id())))
        .bind("text", key.seal(correction.text(), AssociatedData.correction(person.id())))
        .bind("address", origin.written().address().value())
        .bind("message", origin.written().messageId())
        .bind("instead", origin.instead())
        .bind("now", now.toEpochMilli())
        .mapTo(Long.class)
        .one();
  }

  /**
   * The correction that a message of an owner's says.
   *
   * @param since when it was made at the earliest: a channel may give the ids of its messages anew
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
   * Puts other words in the place of a correction's; they count as not given yet.
   *
   * @return whether there is such a correction of the person
   */
  public boolean change(Person person, long number, String text) {
    return jdbi.inTransaction(
        h ->
            database
                .keys(h)
                .find(person.id())
                .map(key -> change(h, key, person, number, text))
                .orElse(false));
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

  /** Notes that a correction is said as the person; says whether that is the first time. */
  public boolean give(Person person, long number) {
    return jdbi.withHandle(
        h ->
            h.createUpdate(
                        """
                        update corrections set given = true
                        where id = :number and person_id = :person and not given""")
                    .bind("number", number)
                    .bind("person", person.id().value())
                    .execute()
                > 0);
  }

  /**
   * Forgets a correction of a person.
   *
   * @return where it came from; empty if there was no such one
   */
  public Optional<Origin> remove(Person person, long number) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    """
                    delete from corrections where id = :number and person_id = :person
                    returning address, message, instead""")
                .bind("number", number)
                .bind("person", person.id().value())
                .map((row, context) -> origin(row))
                .findOne());
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

  /** The same with their numbers. */
  public List<Kept> kept(Person person) {
    return database.read(
        h -> database.keys(h).find(person.id()).map(key -> of(h, key, person)).orElse(List.of()));
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
