package io.mynah.app.command;

import io.mynah.domain.PersonId;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.TrainingMonitor;
import io.mynah.models.ModelLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes each model of a training that nobody cancels where it belongs. For one thread. */
public final class PublishedModels implements TrainingMonitor {
  private final ModelLibrary models;
  private final PersonId person;
  private long first;

  public PublishedModels(ModelLibrary models, PersonId person) {
    this.models = models;
    this.person = person;
  }

  /** When the first was there, as {@link System#nanoTime()} counts; 0 if there was none. */
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
