package io.mynah.store.conversation;

import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.store.database.Database;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * Stores how often players of the guessing game recognised a person's real messages among generated
 * ones. Thread-safe.
 */
public final class GuessScores {
  /**
   * The numbers of guesses and of right ones.
   *
   * @param asked questions that were answered
   * @param told those that were answered correctly
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

  /** Counts an answer; does nothing if the person was erased. */
  public void count(Person person, OwnerId player, boolean right) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    insert into guess_scores (person_id, player, asked, told)
                    select id, :player, 1, :told from people where id = :person
                    """
                        + database.dialect().forKeyShare()
                        + """
                    on conflict (person_id, player) do update
                    set asked = guess_scores.asked + 1, told = guess_scores.told + excluded.told""")
                .bind("player", player.value())
                .bind("told", right ? 1 : 0)
                .bind("person", person.id().value())
                .execute());
  }

  /** One player's score for a person. */
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

  /** One player's score for all people; zeros if there is none. */
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

  /** All players' score for a person; zeros if there is none. */
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
