package io.mynah.training;

import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.lm.VoiceTrainer;
import io.mynah.models.ModelLibrary;
import io.mynah.store.Corpora;
import io.mynah.store.Database;
import io.mynah.store.Jobs;
import io.mynah.store.Personas;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains people's models in a pool of workers, from a durable queue that is fair between owners. A
 * job survives the end of the process and goes on from its checkpoint. Thread-safe.
 */
public final class TrainingService implements AutoCloseable {
  public TrainingService(
      Database database,
      Jobs jobs,
      Corpora corpora,
      Personas personas,
      ModelLibrary models,
      VoiceTrainer trainer,
      TrainingConfig config,
      Path checkpoints,
      TrainingListener listener,
      Clock clock) {}

  /** Takes up interrupted jobs and begins to work. */
  public void start() {}

  /** Queues the training of a person, or returns the job that is under way for them. */
  public Job submit(OwnerId owner, PersonId person, Effort effort, @Nullable MessageRef notice) {
    throw new UnsupportedOperationException();
  }

  /** Cancels an owner's job; says whether there was one to cancel. Takes effect within seconds. */
  public boolean cancel(OwnerId owner, JobId job) {
    throw new UnsupportedOperationException();
  }

  /** Cancels whatever runs or waits for a person, and returns when nothing of it runs any more. */
  public void cancelAndWait(PersonId person) {}

  /** How far a job is, if it has not ended. */
  public Optional<Progress> progress(JobId job) {
    throw new UnsupportedOperationException();
  }

  /** The place of a waiting job in the queue, 1 for the next to run; 0 if it is not waiting. */
  public int place(JobId job) {
    throw new UnsupportedOperationException();
  }

  /** Stops the workers at their next checkpoint; jobs stay in the queue for the next start. */
  public void close(Duration deadline) {}

  @Override
  public void close() {
    close(Duration.ofSeconds(8));
  }
}
