package io.mynah.store.conversation;

import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.store.database.Database;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** How often people told what a person wrote from what the person's model made. Thread-safe. */
public final class GuessScores {
  /**
   * Guesses about one person.
   *
   * @param asked questions that were answered
   * @param told those of them that were answered rightly
   */
  public record Score(int asked, int told) {}

  private static final RowMapper<Score> SCORE =
      (row, context) -> new Score(row.getInt("asked"), row.getInt("told"));

  private final Database database;
  private final Jdbi jdbi;

  public GuessScores(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /** Counts an answer; nothing if the person is forgotten. */
  public void count(Person person, OwnerId player, boolean right) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    insert into guess_scores (person_id, player, asked, told)
                    select id, :player, 1, :told from people where id = :person
                    on conflict (person_id, player) do update
                    set asked = guess_scores.asked + 1, told = guess_scores.told + excluded.told""")
                .bind("player", player.value())
                .bind("told", right ? 1 : 0)
                .bind("person", person.id().value())
                .execute());
  }

  /** What one player answered. */
  public Optional<Score> of(Person person, OwnerId player) {
    return database.read(
        h ->
            h.createQuery(
                    "select asked, told from guess_scores where person_id = :person and player = :player")
                .bind("person", person.id().value())
                .bind("player", player.value())
                .map(SCORE)
                .findOne());
  }

  /** What one player answered about everybody; zeros if nothing. */
  public Score by(OwnerId player) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select coalesce(sum(asked), 0) as asked, coalesce(sum(told), 0) as told
                    from guess_scores where player = :player""")
                .bind("player", player.value())
                .map(SCORE)
                .one());
  }

  /** What everybody answered together; zeros if nobody did. */
  public Score of(Person person) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select coalesce(sum(asked), 0) as asked, coalesce(sum(told), 0) as told
                    from guess_scores where person_id = :person""")
                .bind("person", person.id().value())
                .map(SCORE)
                .one());
  }
}
