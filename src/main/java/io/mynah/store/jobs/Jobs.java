package io.mynah.store.jobs;

import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.JobState;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.store.database.Columns;
import io.mynah.store.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * Stores the training jobs and their queue. Workers take them by {@link JobClaims}. Thread-safe.
 */
public final class Jobs {
  static final RowMapper<Job> JOB =
      (row, context) ->
          new Job(
              new JobId(row.getLong("id")),
              new OwnerId(row.getString("owner")),
              new PersonId(row.getLong("person_id")),
              Effort.valueOf(row.getString("effort")),
              JobState.valueOf(row.getString("state")),
              row.getDouble("fraction"),
              row.getString("failure"),
              Columns.notice(row),
              Columns.instant(row, "created_at"));

  private static final String OPEN = "state in ('QUEUED', 'RUNNING')";

  /**
   * A model that waits for its training to end before it replaces a person's model.
   *
   * @param preparation the version of text preparation that it was trained with
   */
  public record Candidate(String stage, double validationBits, int preparation) {}

  private final Database database;
  private final Jdbi jdbi;

  public Jobs(Database database) {
    this.database = database;
    jdbi = database.jdbi();
  }

  /**
   * Queues a job, or returns the person's job that has not ended. For one who is joined to another
   * person, it is a job of that one.
   *
   * @throws NoSuchElementException if the person is not, or no longer, in this owner's chats
   */
  public Job enqueue(
      OwnerId owner, PersonId person, Effort effort, @Nullable MessageRef notice, Instant now) {
    return jdbi.inTransaction(
        h -> {
          // A job that was queued automatically is from now on shown to the owner who asks for it.
          Job job =
              h.createQuery(
                      """
                    insert into jobs (owner, person_id, effort, state, fraction,
                      notice_address, notice_message, created_at)
                    select :owner, people.id, :effort, 'QUEUED', 0, :address, :message, :now
                    from people join chats on chats.id = people.chat_id
                    where chats.owner = :owner and people.id = coalesce(
                      (select main_id from joined_people where person_id = :person), :person)
                    """
                          + database.dialect().forKeyShare()
                          + """
                    on conflict (person_id) where state in ('QUEUED', 'RUNNING') do update
                    set notice_address = coalesce(jobs.notice_address, excluded.notice_address),
                      notice_message = case when jobs.notice_address is null
                        then excluded.notice_message else jobs.notice_message end
                    returning *""")
                  .bind("owner", owner.value())
                  .bind("person", person.value())
                  .bind("effort", effort.name())
                  .bind("address", Columns.address(notice))
                  .bind("message", Columns.message(notice))
                  .bind("now", now.toEpochMilli())
                  .map(JOB)
                  .findOne()
                  .orElseThrow(() -> new NoSuchElementException("no such person"));
          if (job.state() == JobState.QUEUED) {
            h.createUpdate(
                    """
                    update people set learned = 0 where id = :person or id in
                      (select person_id from joined_people where main_id = :person)""")
                .bind("person", job.person().value())
                .execute();
          }
          return job;
        });
  }

  /** The working time of a job in all its runs, as last recorded; zero if there is no such job. */
  public Duration spent(JobId id) {
    return database.read(
        h ->
            h.createQuery("select spent_millis from jobs where id = :id")
                .bind("id", id.value())
                .map((row, context) -> Duration.ofMillis(row.getLong("spent_millis")))
                .findOne()
                .orElse(Duration.ZERO));
  }

  /** Marks a job cancelled unless it ended before. Returns whether it was marked. */
  public boolean cancel(JobId id, Instant now) {
    return jdbi.withHandle(
        h ->
            h.createUpdate(
                        """
                        update jobs set state = 'CANCELLED', failure = null, ended_at = :now,
                          candidate_stage = null, candidate_bits = null
                        where id = :id and\s"""
                            + OPEN)
                    .bind("now", now.toEpochMilli())
                    .bind("id", id.value())
                    .execute()
                > 0);
  }

  /** The model that a job keeps until it ends. */
  public Optional<Candidate> candidate(JobId id) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select candidate_stage, candidate_bits, candidate_preparation from jobs
                    where id = :id and candidate_stage is not null""")
                .bind("id", id.value())
                .map(
                    (row, context) ->
                        new Candidate(
                            row.getString("candidate_stage"),
                            row.getDouble("candidate_bits"),
                            row.getInt("candidate_preparation")))
                .findOne());
  }

  /** A job, ended or not, if it is this owner's. */
  public Optional<Job> find(OwnerId owner, JobId id) {
    return database.read(
        h ->
            h.createQuery("select * from jobs where id = :id and owner = :owner")
                .bind("id", id.value())
                .bind("owner", owner.value())
                .map(JOB)
                .findOne());
  }

  /** An owner's jobs, ended or not, the oldest first. */
  public List<Job> of(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery("select * from jobs where owner = :owner order by id")
                .bind("owner", owner.value())
                .map(JOB)
                .list());
  }

  /** An owner's jobs that have not ended, the oldest first. */
  public List<Job> open(OwnerId owner) {
    return database.read(
        h ->
            h.createQuery("select * from jobs where owner = :owner and " + OPEN + " order by id")
                .bind("owner", owner.value())
                .map(JOB)
                .list());
  }

  /** Everyone's jobs that have not ended, in the order in which they would run. */
  public List<Job> queue() {
    return database.read(
        h -> {
          List<Job> open =
              h.createQuery(
                      "select * from jobs where " + OPEN + " order by coalesce(served, 0), id")
                  .map(JOB)
                  .list();
          return ExpectedJobOrder.of(open, served(h));
        });
  }

  /** When each owner was served last, as a count of starts; negative for those who never were. */
  private static Map<OwnerId, Long> served(Handle handle) {
    return handle
        .createQuery("select owner, served from job_turns where asked + unasked + running > 0")
        .reduceRows(
            new HashMap<>(),
            (map, row) -> {
              map.put(
                  new OwnerId(row.getColumn("owner", String.class)),
                  row.getColumn("served", Long.class));
              return map;
            });
  }

  /** The notices of the jobs that ended last, newest first, without repeats. */
  public List<MessageRef> lastNotices(int most) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select notice_address, notice_message from jobs
                    where ended_at is not null and notice_address is not null
                    group by notice_address, notice_message
                    order by max(ended_at) desc limit :most""")
                .bind("most", most)
                .map((row, context) -> Objects.requireNonNull(Columns.notice(row)))
                .list());
  }

  /** How many jobs wait or run. */
  public Map<JobState, Long> countOpen() {
    return database.read(
        h ->
            h.createQuery(
                    "select state, count(*) as jobs from jobs where " + OPEN + " group by state")
                .reduceRows(
                    new EnumMap<>(JobState.class),
                    (map, row) -> {
                      map.put(
                          JobState.valueOf(row.getColumn("state", String.class)),
                          row.getColumn("jobs", Long.class));
                      return map;
                    }));
  }

  /** The newest job of a person, ended or not. */
  public Optional<Job> latest(PersonId person) {
    return database.read(
        h ->
            h.createQuery("select * from jobs where person_id = :person order by id desc limit 1")
                .bind("person", person.value())
                .map(JOB)
                .findOne());
  }

  /** Whether an earlier training of the same person succeeded. */
  public boolean isTrainedBefore(Job job) {
    return database.read(
        h ->
            h.createQuery(
                    "select 1 from jobs where person_id = :person and state = 'DONE' and id < :id"
                        + " limit 1")
                .bind("person", job.person().value())
                .bind("id", job.id().value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  /** The jobs that show their progress in this message, the oldest first. */
  public List<Job> sharing(MessageRef notice) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select * from jobs where notice_address = :address
                    and notice_message = :message order by id""")
                .bind("address", notice.address().value())
                .bind("message", notice.messageId())
                .map(JOB)
                .list());
  }
}
