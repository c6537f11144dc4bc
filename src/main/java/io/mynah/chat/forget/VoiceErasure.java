package io.mynah.chat.forget;

import io.mynah.chat.feature.VoiceStores;
import io.mynah.chat.training.OwnerTrainings;
import io.mynah.domain.Job;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.models.ModelLibrary;
import io.mynah.store.conversation.LikedMessages;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.VoiceRecords;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Deletes voices, and trains those again that learned from what is erased. Thread-safe. */
public final class VoiceErasure {
  private final Jobs jobs;
  private final VoiceRecords voiceRecords;
  private final OwnerTrainings trainings;
  private final ModelLibrary models;
  private final LikedMessages likedMessages;

  public VoiceErasure(
      VoiceStores stores,
      OwnerTrainings trainings,
      ModelLibrary models,
      LikedMessages likedMessages) {
    this.likedMessages = likedMessages;
    this.jobs = stores.jobs();
    this.voiceRecords = stores.voiceRecords();
    this.trainings = trainings;
    this.models = models;
  }

  /** Whether a person has a model in any version, or one is being trained. */
  public boolean isVoiced(Person person) {
    return voiceRecords.find(person).isPresent()
        || voiceRecords.versions().anyKept(person)
        || jobs.latest(person.id()).filter(job -> !job.state().ended()).isPresent();
  }

  /** The messages that show an owner's trainings which wait or run. */
  List<MessageRef> notices(OwnerId owner) {
    return jobs.open(owner).stream()
        .flatMap(job -> Optional.ofNullable(job.notice()).stream())
        .distinct()
        .toList();
  }

  /** Cancels all trainings of an owner, and returns when nothing of them is worked on any more. */
  void cancelAll(OwnerId owner) {
    jobs.open(owner).forEach(job -> trainings.cancelAndWait(job.person()));
  }

  /** Ends a person's training, if there is one, and returns when nothing of it is worked on. */
  public void cancel(PersonId person) {
    trainings.cancelAndWait(person);
  }

  /** Ends a person's training, if there is one, and then deletes the model files. */
  void deleteModel(PersonId person) throws IOException {
    trainings.cancelAndWait(person);
    models.delete(person);
  }

  /**
   * Deletes a voice with its versions: the model files, that there are some, and what it said that
   * was liked.
   */
  public void delete(OwnerId owner, PersonId person) throws IOException {
    deleteModel(person);
    voiceRecords.deleteAll(owner, person);
    likedMessages.delete(person);
  }

  /** Trains a person again, and shows it in the message that showed the last training. */
  void retrain(OwnerId owner, PersonId person) {
    MessageRef notice = jobs.latest(person).map(Job::notice).orElse(null);
    Job unused = trainings.submit(owner, person, notice);
  }
}
