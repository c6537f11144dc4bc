package io.mynah.app.command;

import io.mynah.domain.PersonId;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.TrainingMonitor;
import io.mynah.models.ModelLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A training monitor that publishes each model, for trainings without a job. For one thread. */
public final class PublishedModels implements TrainingMonitor {
  private final ModelLibrary models;
  private final PersonId person;
  private long first;

  public PublishedModels(ModelLibrary models, PersonId person) {
    this.models = models;
    this.person = person;
  }

  /** When the first model was published, in {@link System#nanoTime()}; 0 if none was. */
  public long first() {
    return first;
  }

  @Override
  public boolean cancelled() {
    return false;
  }

  @Override
  public void improved(LanguageModel model, String stage, double validationBits) {
    try {
      models.publish(person, model);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a model", e);
    }
    if (first == 0) {
      first = System.nanoTime();
    }
  }
}
