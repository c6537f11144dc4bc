package io.mynah.chat.training;

import io.mynah.chat.settings.OwnerSettings;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.training.TrainingService;
import org.jspecify.annotations.Nullable;

/** Queues trainings with the effort that their owner set, and cancels them. Thread-safe. */
public final class OwnerTrainings {
  private final TrainingService service;
  private final OwnerSettings settings;

  public OwnerTrainings(TrainingService service, OwnerSettings settings) {
    this.service = service;
    this.settings = settings;
  }

  /**
   * Queues a training of a person, unless one waits or runs.
   *
   * @param notice the message that shows it, if one does
   * @return the job that waits or runs
   * @throws java.util.NoSuchElementException when the person is not there any more
   */
  public Job submit(OwnerId owner, PersonId person, @Nullable MessageRef notice) {
    return service.submit(owner, person, settings.of(owner).effort(), notice);
  }

  /** Cancels a job of an owner; returns whether it had not ended yet. */
  boolean cancel(OwnerId owner, JobId job) {
    return service.cancel(owner, job);
  }

  /** Cancels a person's training, and returns when nothing of it is worked on any more. */
  public void cancelAndWait(PersonId person) {
    service.cancelAndWait(person);
  }
}
