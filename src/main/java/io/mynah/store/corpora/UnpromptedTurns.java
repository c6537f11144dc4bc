package io.mynah.store.corpora;

import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Stores when voices say something unasked in the groups that allow it. Thread-safe. */
public final class UnpromptedTurns {
  private static final int HOURS = 24;
  private static final long MILLIS_OF_HOUR = 3_600_000;

  private final Database database;
  private final Jdbi jdbi;

  UnpromptedTurns(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /**
   * The next time that a voice says something unasked in a group.
   *
   * @param at when; null if that is still to be planned
   * @param unanswered how often it did so since somebody last answered
   */
  public record Turn(PersonId person, long groupId, @Nullable Instant at, int unanswered) {}

  /**
   * The turns that are due or to be planned, without those of voices that nobody answered so often.
   *
   * @param most how often a voice may say something unanswered
   */
  public List<Turn> due(Instant now, int most) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select shares.* from shares join groups on groups.id = shares.group_id
                    where groups.left_at is null and unprompted = :yes and unanswered < :most
                      and (unprompted_at is null or unprompted_at <= :now)
                    order by group_id, person_id""")
                .bind("yes", true)
                .bind("most", most)
                .bind("now", now.toEpochMilli())
                .map(
                    (row, context) ->
                        new Turn(
                            new PersonId(row.getLong("person_id")),
                            row.getLong("group_id"),
                            at(row),
                            row.getInt("unanswered")))
                .list());
  }

  private static @Nullable Instant at(ResultSet row) throws SQLException {
    long at = row.getLong("unprompted_at");
    return row.wasNull() ? null : Instant.ofEpochMilli(at);
  }

  /**
   * Plans the turn after a turn.
   *
   * @param unanswered how often the voice will have said something since somebody last answered
   * @return false if the turn is not the next one any more
   */
  public boolean plan(Turn before, Instant next, int unanswered) {
    return jdbi.withHandle(
        h ->
            h.createUpdate(
                        """
                        update shares set unprompted_at = :next, unanswered = :unanswered
                        where group_id = :group and person_id = :person and unprompted = :yes
                          and unanswered = :before and coalesce(unprompted_at, -1) = :at""")
                    .bind("next", next.toEpochMilli())
                    .bind("unanswered", unanswered)
                    .bind("group", before.groupId())
                    .bind("person", before.person().value())
                    .bind("yes", true)
                    .bind("before", before.unanswered())
                    .bind("at", before.at() == null ? -1 : before.at().toEpochMilli())
                    .execute()
                > 0);
  }

  /** Notes that somebody answered a voice in a group; if it was waiting for that, it waits less. */
  public void answered(PersonId person, long groupId) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    update shares set unprompted_at = null, unanswered = 0
                    where group_id = :group and person_id = :person and unanswered > 0""")
                .bind("group", groupId)
                .bind("person", person.value())
                .execute());
  }

  /** How many messages of the people of a person's chat are of each hour of the day, in UTC. */
  public int[] hours(Person person) {
    int[] hours = new int[HOURS];
    database.read(
        h -> {
          h.createQuery(
                  """
                  select (sent_at / :hour) % 24 as hour, count(*) as messages from messages
                  where person_id in (select id from people where chat_id = :chat)
                  group by 1""")
              .bind("hour", MILLIS_OF_HOUR)
              .bind("chat", person.chat().value())
              .map(
                  (row, context) -> {
                    hours[Math.floorMod(row.getInt("hour"), HOURS)] += row.getInt("messages");
                    return true;
                  })
              .list();
          return true;
        });
    return hours;
  }
}
