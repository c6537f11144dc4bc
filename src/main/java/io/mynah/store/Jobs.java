package io.mynah.store;

import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Training jobs. Thread-safe. */
public final class Jobs {
  public Jobs(Database database) {}

  /** Queues a job; if the person has one that has not ended, returns that one. */
  public Job enqueue(
      OwnerId owner, PersonId person, Effort effort, @Nullable MessageRef notice, Instant now) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes the next job to run and marks it running: of the owner with the fewest running jobs, then
   * of the one served least recently, the oldest.
   */
  public Optional<Job> claim(Instant now) {
    throw new UnsupportedOperationException();
  }

  /** Puts jobs that were running when the process ended back into the queue. */
  public List<Job> requeueInterrupted() {
    throw new UnsupportedOperationException();
  }

  public void progress(JobId id, double fraction) {}

  public void finish(JobId id, Instant now) {}

  public void fail(JobId id, String failure, Instant now) {}

  /** Marks a job cancelled unless it ended before; says whether it did. */
  public boolean cancel(JobId id, Instant now) {
    throw new UnsupportedOperationException();
  }

  /** Back to the queue, as after an interruption. */
  public void requeue(JobId id) {}

  public Optional<Job> find(JobId id) {
    throw new UnsupportedOperationException();
  }

  /** An owner's jobs that have not ended, the oldest first. */
  public List<Job> open(OwnerId owner) {
    throw new UnsupportedOperationException();
  }

  /** Everyone's jobs that have not ended, in the order in which they would run. */
  public List<Job> queue() {
    throw new UnsupportedOperationException();
  }

  /** The newest job of a person, ended or not. */
  public Optional<Job> latest(PersonId person) {
    throw new UnsupportedOperationException();
  }

  /** The jobs that show their progress in one message, the oldest first. */
  public List<Job> sharing(MessageRef notice) {
    throw new UnsupportedOperationException();
  }
}
