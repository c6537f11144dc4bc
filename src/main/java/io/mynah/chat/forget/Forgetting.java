package io.mynah.chat.forget;

import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.Services;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.upload.UploadFeature;
import io.mynah.domain.Chat;
import io.mynah.domain.Job;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Erases, in the order in which data came to be: raw uploads, trainings, model files, then what is
 * stored. Thread-safe.
 */
final class Forgetting {
  private final Services services;
  private final UploadFeature uploads;
  private final List<Feature> features;
  private final OwnerSettings settings;

  Forgetting(
      Services services, OwnerSettings settings, UploadFeature uploads, List<Feature> features) {
    this.services = services;
    this.settings = settings;
    this.uploads = uploads;
    this.features = List.copyOf(features);
  }

  /** Whether there is nothing of an owner to erase. */
  boolean nothingOf(OwnerId owner) {
    return services.corpora().chats(owner).isEmpty()
        && services.preferences().find(owner).isEmpty()
        && !uploads.anyOf(owner);
  }

  /**
   * Forgets one person. The other voices of the chat have learned from these messages too, so they
   * are erased and trained again from what remains.
   *
   * @return how many others those are
   */
  int person(OwnerId owner, Person person) throws IOException {
    uploads.forget(owner);
    List<Person> others = new ArrayList<>();
    for (Person other : people(owner)) {
      if (other.chat().equals(person.chat()) && !other.id().equals(person.id()) && learned(other)) {
        others.add(other);
      }
    }
    silence(person);
    for (Person other : others) {
      silence(other);
      services.personas().delete(other.id());
    }
    services.corpora().forget(owner, person.id());
    features.forEach(feature -> feature.forget(owner));
    for (Person other : others) {
      // Whoever saw the last training sees how this one goes.
      MessageRef notice = services.jobs().latest(other.id()).map(Job::notice).orElse(null);
      services.training().submit(owner, other.id(), settings.of(owner).effort(), notice);
    }
    return others.size();
  }

  /** Whether there is a model of someone, or one in the making. */
  private boolean learned(Person person) {
    return services.personas().find(person.id()).isPresent()
        || services.jobs().latest(person.id()).filter(job -> !job.state().ended()).isPresent();
  }

  void chat(OwnerId owner, Chat chat) throws IOException {
    uploads.forget(owner);
    for (Person person : people(owner)) {
      if (person.chat().equals(chat.id())) {
        silence(person);
      }
    }
    services.corpora().forget(owner, chat.id());
    features.forEach(feature -> feature.forget(owner));
  }

  void everything(OwnerId owner) throws IOException {
    uploads.forget(owner);
    for (Person person : people(owner)) {
      silence(person);
    }
    services.corpora().forgetEverything(owner);
    features.forEach(feature -> feature.forget(owner));
  }

  private List<Person> people(OwnerId owner) {
    return services.corpora().people(owner);
  }

  private void silence(Person person) throws IOException {
    services.training().cancelAndWait(person.id());
    services.models().delete(person.id());
  }
}
