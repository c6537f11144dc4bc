package io.mynah.store;

import io.mynah.domain.Correction;
import io.mynah.domain.Person;
import io.mynah.vault.DataKey;
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
   * Keeps a correction, unless the person is forgotten.
   *
   * @return its number; empty if it was not kept
   */
  public Optional<Long> add(Person person, Correction correction, Instant now) {
    return jdbi.inTransaction(
        h -> database.keys(h).find(person.id()).map(key -> add(h, key, person, correction, now)));
  }

  private static long add(
      Handle handle, DataKey key, Person person, Correction correction, Instant now) {
    String saidTo = correction.saidTo();
    return handle
        .createQuery(
            """
            insert into corrections (person_id, said_to, text, made_at)
            values (:person, :saidTo, :text, :now) returning id""")
        .bind("person", person.id().value())
        .bind("saidTo", saidTo == null ? null : key.seal(saidTo, Places.saidTo(person.id())))
        .bind("text", key.seal(correction.text(), Places.correction(person.id())))
        .bind("now", now.toEpochMilli())
        .mapTo(Long.class)
        .one();
  }

  /**
   * Puts other words in the place of a correction's.
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
                "update corrections set text = :text where id = :number and person_id = :person")
            .bind("text", key.seal(text, Places.correction(person.id())))
            .bind("number", number)
            .bind("person", person.id().value())
            .execute()
        > 0;
  }

  /** Forgets a correction; says whether there was such a one of the person. */
  public boolean remove(Person person, long number) {
    return jdbi.withHandle(
        h ->
            h.createUpdate("delete from corrections where id = :number and person_id = :person")
                    .bind("number", number)
                    .bind("person", person.id().value())
                    .execute()
                > 0);
  }

  /** The corrections of a person, the oldest first. */
  public List<Correction> of(Person person) {
    return database.read(
        h -> database.keys(h).find(person.id()).map(key -> of(h, key, person)).orElse(List.of()));
  }

  private static List<Correction> of(Handle handle, DataKey key, Person person) {
    return handle
        .createQuery("select said_to, text from corrections where person_id = :person order by id")
        .bind("person", person.id().value())
        .map(
            (row, context) -> {
              byte[] saidTo = row.getBytes("said_to");
              return new Correction(
                  saidTo == null ? null : key.openText(saidTo, Places.saidTo(person.id())),
                  key.openText(row.getBytes("text"), Places.correction(person.id())));
            })
        .list();
  }
}
