package io.mynah.store;

import io.mynah.domain.Correction;
import io.mynah.domain.PersonId;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** What people would have said, as their owners say; erased with the person. Thread-safe. */
public final class Corrections {
  private final Jdbi jdbi;

  public Corrections(Database database) {
    jdbi = database.jdbi();
  }

  /** Keeps a correction, unless the person is forgotten. */
  public void add(PersonId person, Correction correction, Instant now) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    insert into corrections (person_id, said_to, text, made_at)
                    select id, :saidTo, :text, :now from people where id = :person""")
                .bind("person", person.value())
                .bind("saidTo", correction.saidTo())
                .bind("text", correction.text())
                .bind("now", now.toEpochMilli())
                .execute());
  }

  /** The corrections of a person, the oldest first. */
  public List<Correction> of(PersonId person) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select said_to, text from corrections where person_id = :person order by id")
                .bind("person", person.value())
                .map(
                    (row, context) ->
                        new Correction(row.getString("said_to"), row.getString("text")))
                .list());
  }
}
