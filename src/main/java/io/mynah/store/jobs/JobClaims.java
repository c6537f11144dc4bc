package io.mynah.store.jobs;

import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.JobState;
import io.mynah.store.database.Change;
import io.mynah.store.database.Database;
import io.mynah.store.database.Lease;
import io.mynah.store.jobs.Jobs.Candidate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that a worker takes, and what it records of them. A claim ends when the job ends, is
 * cancelled or erased, or is taken for abandoned; what its worker records after that changes
 * nothing. Thread-safe.
 */
public final class JobClaims {
  /**
   * A job that a worker has taken.
   *
   * @param number of the claim; no other one of the same job has it
   */
  public record Claim(Job job, long number) {
    /** What tells it from all other claims. */
    public Turn turn() {
      return new Turn(job.id(), number);
    }
  }

  /**
   * A job, and its last claim.
   *
   * @param served the number of the claim, 0 if there was none
   */
  public record Turn(JobId job, long served) {}

  private static final RowMapper<Claim> CLAIM =
      (row, context) -> new Claim(Jobs.JOB.map(row, context), row.getLong("served"));

  private static final String CLAIMED = "id = :id and state = 'RUNNING' and served = :number";

  private final Database database;
  private final Jdbi jdbi;
  private final String worker;

  /**
   * @param worker the id of this process, under which it takes jobs; on a database server it holds
   *     the lease {@link #leaseName}
   */
  public JobClaims(Database database, String worker) {
    this.database = database;
    jdbi = database.jdbi();
    this.worker = worker;
  }

  /** The id of this process. */
  public String worker() {
    return worker;
  }

  /** The lease that a worker on a database server holds while it lives. */
  public String leaseName() {
    return Lease.WORKERS + worker;
  }

  /**
   * Takes the next job to run and marks it running. Jobs with a notice come before those that
   * nobody asked for; then those of the owner with the fewest running jobs, then of the owner
   * served least recently. Owners who were never served come first, in the order of their first
   * jobs. Of an owner's jobs the oldest is taken.
   */
  public Optional<Claim> claim() {
    return jdbi.inTransaction(this::claim);
  }

  /**
   * Claims one after the other, so that each sees how often the owners were served. Whose turn it
   * is takes one look into the index of {@code job_turns}, however many owners and jobs there are.
   */
  private Optional<Claim> claim(Handle handle) {
    database.dialect().lock(handle, "claim");
    String unlocked = database.dialect().forUpdateSkipLocked();
    // If the next job is just being ended, any other will do.
    return handle
        .createQuery(
            """
            update jobs set state = 'RUNNING', failure = null, worker = :worker,
              served = (select coalesce(max(served), 0) + 1 from jobs)
            where id = coalesce(
              (select id from jobs where state = 'QUEUED' and id = (
                select
                  (select min(waiting.id) from jobs waiting
                    where waiting.state = 'QUEUED' and waiting.owner = next.owner
                      and (waiting.notice_address is null) = (next.asked = 0))
                from job_turns next where next.asked + next.unasked > 0
                order by next.asked = 0, next.running, next.served limit 1)"""
                + unlocked
                + """
                ), (select id from jobs where state = 'QUEUED'
                  order by owner, notice_address is null, id limit 1"""
                + unlocked
                + ")) returning *")
        .bind("worker", worker)
        .map(CLAIM)
        .findOne();
  }

  /**
   * Puts running jobs whose workers are dead back into the queue. On a database server a worker is
   * dead when its lease has ended; otherwise all others are, since this process is the only one.
   */
  public List<Job> requeueAbandoned() {
    return jdbi.inTransaction(
        h -> {
          // Whoever claims a job meanwhile waits.
          database.dialect().lock(h, "claim");
          boolean alone = !database.dialect().isOnServer();
          if (alone) {
            // The scheduler's rows that dead workers hold: each waiting job gets a new one.
            h.execute("delete from scheduled_tasks");
          }
          return h.createQuery(
                  """
                  update jobs set state = 'QUEUED', worker = null
                  where state = 'RUNNING' and (worker is null or worker <> :worker)"""
                      + (alone
                          ? ""
                          : " and not "
                              + Lease.IS_HELD.formatted("'" + Lease.WORKERS + "' || worker"))
                      + " returning *")
              .bind("worker", worker)
              .map(Jobs.JOB)
              .list();
        });
  }

  /**
   * Puts jobs that this process has claimed without knowing it back into the queue: the answer to
   * the claim was lost.
   *
   * @param known the claims that it knows
   */
  public List<Turn> requeueUnknown(Set<Turn> known) {
    return jdbi.inTransaction(
        h ->
            held(h).stream()
                .filter(claim -> !known.contains(claim.turn()))
                .filter(claim -> requeue(h, claim))
                .map(Claim::turn)
                .toList());
  }

  /** The claims that this process still has. */
  public Set<Turn> held() {
    return database.read(h -> held(h).stream().map(Claim::turn).collect(Collectors.toSet()));
  }

  private List<Claim> held(Handle handle) {
    return handle
        .createQuery("select * from jobs where state = 'RUNNING' and worker = :worker")
        .bind("worker", worker)
        .map(CLAIM)
        .list();
  }

  /** Jobs that wait, the oldest first. */
  public List<Turn> waiting(int most) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select id, coalesce(served, 0) as served from jobs
                    where state = 'QUEUED' order by id limit :most""")
                .bind("most", most)
                .map(
                    (row, context) -> new Turn(new JobId(row.getLong("id")), row.getLong("served")))
                .list());
  }

  /**
   * Records the progress of a job. Returns whether it is still claimed.
   *
   * @param fraction done, 0 to 1
   * @param spent working time in all its runs
   */
  public boolean progress(Claim claim, double fraction, Duration spent) {
    return jdbi.withHandle(
        h ->
            h.createUpdate(
                        "update jobs set fraction = :fraction, spent_millis = :spent where "
                            + CLAIMED)
                    .bind("fraction", fraction)
                    .bind("spent", spent.toMillis())
                    .bind("id", claim.job().id().value())
                    .bind("number", claim.number())
                    .execute()
                > 0);
  }

  /** Marks a job done. Returns whether it was still claimed. */
  public boolean finish(Claim claim, Instant now) {
    return end(claim, JobState.DONE, null, now);
  }

  /** Marks a job failed. Returns whether it was still claimed. */
  public boolean fail(Claim claim, String failure, Instant now) {
    return end(claim, JobState.FAILED, failure, now);
  }

  private boolean end(Claim claim, JobState state, @Nullable String failure, Instant now) {
    return jdbi.withHandle(
        h ->
            h.createUpdate(
                        """
                        update jobs set state = :state, failure = :failure, ended_at = :now,
                          candidate_stage = null, candidate_bits = null,
                          fraction = case when :state = 'DONE' then 1 else fraction end
                        where\s"""
                            + CLAIMED)
                    .bind("state", state.name())
                    .bind("failure", failure)
                    .bind("now", now.toEpochMilli())
                    .bind("id", claim.job().id().value())
                    .bind("number", claim.number())
                    .execute()
                > 0);
  }

  /** Puts a job back into the queue, as after an interruption. Returns whether it was claimed. */
  public boolean requeue(Claim claim) {
    return jdbi.withHandle(h -> requeue(h, claim));
  }

  private static boolean requeue(Handle handle, Claim claim) {
    return handle
            .createUpdate("update jobs set state = 'QUEUED', worker = null where " + CLAIMED)
            .bind("id", claim.job().id().value())
            .bind("number", claim.number())
            .execute()
        > 0;
  }

  /** Makes a change if the job is still claimed. Returns whether it was made. */
  public boolean make(Claim claim, Change change) {
    return jdbi.inTransaction(h -> held(claim).and(change).makeIn(h));
  }

  /**
   * Checks that a job is still claimed, and keeps that from changing until the transaction ends.
   * For a transaction that publishes what the worker has made.
   */
  public Change held(Claim claim) {
    return h ->
        h.createQuery("select 1 from jobs where " + CLAIMED + database.dialect().forShare())
            .bind("id", claim.job().id().value())
            .bind("number", claim.number())
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
  }

  /**
   * Records the model that a job keeps until it ends, in place of the previous one. For the
   * transaction that stores the model.
   */
  public Change keeping(Claim claim, Candidate candidate) {
    return h ->
        h.createUpdate(
                    """
                    update jobs set candidate_stage = :stage, candidate_bits = :bits,
                      candidate_preparation = :preparation
                    where\s"""
                        + CLAIMED)
                .bind("stage", candidate.stage())
                .bind("bits", candidate.validationBits())
                .bind("preparation", candidate.preparation())
                .bind("id", claim.job().id().value())
                .bind("number", claim.number())
                .execute()
            > 0;
  }
}
