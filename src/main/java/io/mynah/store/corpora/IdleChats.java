package io.mynah.store.corpora;

import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.PersonId;
import io.mynah.store.database.Columns;
import io.mynah.store.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Records when chats are used, and finds those that nobody uses any more. Thread-safe. */
public final class IdleChats {
  /** A use this soon after another is not recorded. */
  private static final Duration RECORDED_EVERY = Duration.ofHours(1);

  private final Database database;
  private final Jdbi jdbi;
  private final Map<PersonId, Instant> lastRecorded = new ConcurrentHashMap<>();

  public IdleChats(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /**
   * A chat that nobody uses.
   *
   * @param since when it was last imported, trained or used
   * @param toldAt when its owner was told that it will be erased, if that was after {@code since}
   */
  public record Idle(Chat chat, Instant since, @Nullable Instant toldAt) {}

  /** Records that a person's voice is used, and so all chats that it learned from. */
  public void used(PersonId person, Instant now) {
    Instant before = lastRecorded.get(person);
    if (before != null && before.plus(RECORDED_EVERY).isAfter(now)) {
      return;
    }
    lastRecorded.put(person, now);
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    update chats set used_at = :now
                    where id in (select chat_id from people where id = :person
                      or id in (select person_id from joined_people where main_id = :person))""")
                .bind("now", now.toEpochMilli())
                .bind("person", person.value())
                .execute());
  }

  /** Everyone's chats that were last imported, trained and used before an instant. */
  public List<Idle> before(Instant instant) {
    return database
        .read(
            h ->
                h.createQuery(
                        """
                        select chats.*,
                          (select max(jobs.created_at) from jobs where person_id in (
                            select id from people where people.chat_id = chats.id union
                            select main_id from joined_people
                              join people on people.id = joined_people.person_id
                              where people.chat_id = chats.id)) as asked_at,
                          (select max(jobs.ended_at) from jobs where person_id in (
                            select id from people where people.chat_id = chats.id union
                            select main_id from joined_people
                              join people on people.id = joined_people.person_id
                              where people.chat_id = chats.id)) as ended_at,
                          (select coalesce(ended_at, left_at) from learning_groups
                            where chat_id = chats.id) as learned_until
                        from chats
                        where imported_at < :instant and imported_at > 0 and not exists (
                          select 1 from learning_groups where chat_id = chats.id
                            and ended_at is null and left_at is null)
                        order by id""")
                    .bind("instant", instant.toEpochMilli())
                    .map(
                        (row, context) -> {
                          Instant since =
                              Instant.ofEpochMilli(
                                  LongStream.of(
                                          row.getLong("imported_at"),
                                          row.getLong("used_at"),
                                          row.getLong("asked_at"),
                                          row.getLong("ended_at"),
                                          row.getLong("learned_until"))
                                      .max()
                                      .orElseThrow());
                          Instant toldAt = Columns.instant(row, "told_at");
                          return new Idle(
                              ChatsAndPeople.chats(database.keys(h)).map(row, context),
                              since,
                              toldAt.isAfter(since) ? toldAt : null);
                        })
                    .list())
        .stream()
        .filter(idle -> idle.since().isBefore(instant))
        .toList();
  }

  /** Records that a chat's owner was told that it will be erased. */
  public void told(ChatId chat, Instant now) {
    jdbi.useHandle(
        h ->
            h.createUpdate("update chats set told_at = :now where id = :id")
                .bind("now", now.toEpochMilli())
                .bind("id", chat.value())
                .execute());
  }
}
