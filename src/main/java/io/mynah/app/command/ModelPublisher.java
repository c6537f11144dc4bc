package io.mynah.app.command;

import io.mynah.domain.PersonId;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.training.TooLittleText;
import io.mynah.lm.training.VoiceTraining;
import io.mynah.models.ModelLibrary;
import io.mynah.store.database.Change;
import java.io.IOException;

/** Publishes what a training without a job makes. For one thread. */
public final class ModelPublisher {
  private final ModelLibrary models;
  private final PersonId person;
  private long first;

  public ModelPublisher(ModelLibrary models, PersonId person) {
    this.models = models;
    this.person = person;
  }

  /** Trains to the end, and publishes each model that is no worse than those before. */
  public void takeFrom(VoiceTraining training)
      throws TrainingCancelled, TooLittleText, IOException {
    for (var made = training.next(); made.isPresent(); made = training.next()) {
      if (made.get().noWorse()) {
        models.publish(person, made.get().model(), Change.NOTHING);
        first = first == 0 ? System.nanoTime() : first;
      }
    }
  }

  /** When the first model was published, in {@link System#nanoTime()}; 0 if none was. */
  public long first() {
    return first;
  }
}
