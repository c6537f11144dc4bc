package io.mynah.store;

import io.mynah.domain.Correction;
import io.mynah.domain.PersonId;
import io.mynah.vault.DataKey;
import java.time.Instant;
import java.util.List;
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

  /** Keeps a correction, unless the person is forgotten. */
  public void add(PersonId person, Correction correction, Instant now) {
    jdbi.useTransaction(
        h -> database.keys(h).find(person).ifPresent(key -> add(h, key, person, correction, now)));
  }

  private static void add(
      Handle handle, DataKey key, PersonId person, Correction correction, Instant now) {
    String saidTo = correction.saidTo();
    handle
        .createUpdate(
            """
            insert into corrections (person_id, said_to, text, made_at)
            values (:person, :saidTo, :text, :now)""")
        .bind("person", person.value())
        .bind("saidTo", saidTo == null ? null : key.seal(saidTo, Places.saidTo(person)))
        .bind("text", key.seal(correction.text(), Places.correction(person)))
        .bind("now", now.toEpochMilli())
        .execute();
  }

  /** The corrections of a person, the oldest first. */
  public List<Correction> of(PersonId person) {
    return database.read(
        h -> database.keys(h).find(person).map(key -> of(h, key, person)).orElse(List.of()));
  }

  private static List<Correction> of(Handle handle, DataKey key, PersonId person) {
    return handle
        .createQuery("select said_to, text from corrections where person_id = :person order by id")
        .bind("person", person.value())
        .map(
            (row, context) -> {
              byte[] saidTo = row.getBytes("said_to");
              return new Correction(
                  saidTo == null ? null : key.openText(saidTo, Places.saidTo(person)),
                  key.openText(row.getBytes("text"), Places.correction(person)));
            })
        .list();
  }
}
