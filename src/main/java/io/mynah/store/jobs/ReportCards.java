package io.mynah.store.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mynah.domain.CurvePoint;
import io.mynah.domain.JobId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.ReportCard;
import io.mynah.store.database.Change;
import io.mynah.store.database.Database;
import io.mynah.store.keys.AssociatedData;
import io.mynah.vault.DataKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the report cards of people's models and the learning curves of jobs. Thread-safe. */
public final class ReportCards {
  private static final Logger log = LoggerFactory.getLogger(ReportCards.class);
  private static final RowMapper<CurvePoint> POINT =
      (row, context) ->
          new CurvePoint(row.getDouble("seconds"), row.getString("stage"), row.getDouble("bits"));

  private final Database database;
  private final Jdbi jdbi;
  private final ObjectMapper json = new ObjectMapper();

  public ReportCards(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /** Appends a point to a job's curve. For a transaction in which the job stays claimed. */
  public static Change adding(JobId job, CurvePoint point) {
    return h -> {
      h.createUpdate(
              """
              insert into curve_points (job_id, position, seconds, stage, bits)
              select :job, count(*), :seconds, :stage, :bits
              from curve_points where job_id = :job""")
          .bind("job", job.value())
          .bind("seconds", point.seconds())
          .bind("stage", point.stage())
          .bind("bits", point.bits())
          .execute();
      return true;
    };
  }

  /** A job's curve in order. */
  public List<CurvePoint> curve(JobId job) {
    return database.read(
        h ->
            h.createQuery("select * from curve_points where job_id = :job order by position")
                .bind("job", job.value())
                .map(POINT)
                .list());
  }

  /**
   * Stores the card of a person's model in place of the previous one; does nothing if there is no
   * model any more. Deletes the guesses about the previous model.
   *
   * @param due whether to show it to the owner; an earlier card's pending "due" stays set
   */
  public Change saving(Person person, ReportCard card, boolean due) {
    String text;
    try {
      text = json.writeValueAsString(card);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a card could not be written", e);
    }
    return h -> {
      database.keys(h).find(person.id()).ifPresent(key -> save(h, person, key, text, due));
      return true;
    };
  }

  private void save(Handle handle, Person person, DataKey key, String text, boolean due) {
    handle
        .createUpdate(
            """
            insert into report_cards (person_id, card, due, version)
            select person_id, :card, :due, version from voices where person_id = :person
            """
                + database.dialect().forKeyShare()
                + """
            on conflict (person_id) do update
            set card = excluded.card, version = excluded.version,
              due = excluded.due or report_cards.due""")
        .bind("card", key.seal(text, AssociatedData.card(person.id())))
        .bind("due", due)
        .bind("person", person.id().value())
        .execute();
    handle
        .createUpdate("delete from guess_scores where person_id = :person")
        .bind("person", person.id().value())
        .execute();
  }

  /** The card of a person's model. */
  public Optional<ReportCard> find(Person person) {
    return database
        .read(
            h ->
                h.createQuery("select card from report_cards where person_id = :person")
                    .bind("person", person.id().value())
                    .mapTo(byte[].class)
                    .findOne()
                    .flatMap(
                        card ->
                            database
                                .keys(h)
                                .find(person.id())
                                .map(key -> key.openText(card, AssociatedData.card(person.id())))))
        .flatMap(this::read);
  }

  /**
   * The card of a version that is not in use.
   *
   * @param version the number of the version
   */
  public record OfVersion(long version, ReportCard card) {}

  /** The cards of the versions of a person's model that are not in use. */
  public List<OfVersion> ofVersions(Person person) {
    return database.read(
        h ->
            database.keys(h).find(person.id()).stream()
                .flatMap(
                    key ->
                        h
                            .createQuery(
                                """
                                select version, card from voice_versions
                                where person_id = :person and card is not null order by version""")
                            .bind("person", person.id().value())
                            .map((row, context) -> open(person, key, row))
                            .list()
                            .stream())
                .flatMap(Optional::stream)
                .toList());
  }

  private Optional<OfVersion> open(Person person, DataKey key, ResultSet row) throws SQLException {
    long version = row.getLong("version");
    return read(key.openText(row.getBytes("card"), AssociatedData.card(person.id())))
        .map(card -> new OfVersion(version, card));
  }

  /** Parses a card; empty if its format is not supported any more. */
  private Optional<ReportCard> read(String text) {
    try {
      return Optional.of(json.readValue(text, ReportCard.class));
    } catch (JsonProcessingException e) {
      log.warn("a report card could not be read: {}", e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  /** The people whose cards are due to be shown. */
  public List<PersonId> due() {
    return database.read(
        h ->
            h.createQuery("select person_id from report_cards where due order by person_id")
                .map((row, context) -> new PersonId(row.getLong("person_id")))
                .list());
  }

  /** Records that a card was shown. Returns whether it was due. */
  public boolean shown(PersonId person) {
    return jdbi.withHandle(
        h ->
            h.createUpdate(
                        "update report_cards set due = :no where person_id = :person and due = :yes")
                    .bind("no", false)
                    .bind("yes", true)
                    .bind("person", person.value())
                    .execute()
                > 0);
  }
}
