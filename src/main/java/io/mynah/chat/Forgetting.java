package io.mynah.chat;

import io.mynah.domain.Chat;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import java.io.IOException;
import java.util.List;

/**
 * Erases, in the order in which data came to be: raw uploads, trainings, model files, then what is
 * stored. Thread-safe.
 */
final class Forgetting {
  private final Services services;
  private final UploadDesk desk;
  private final Speaking speaking;

  Forgetting(Services services, UploadDesk desk, Speaking speaking) {
    this.services = services;
    this.desk = desk;
    this.speaking = speaking;
  }

  /** Whether there is nothing of an owner to erase. */
  boolean nothingOf(OwnerId owner) {
    return services.corpora().chats(owner).isEmpty()
        && services.preferences().find(owner).isEmpty()
        && !desk.anyOf(owner);
  }

  void person(OwnerId owner, Person person) throws IOException {
    desk.cancelAll(owner);
    silence(person);
    services.corpora().forget(owner, person.id());
    speaking.forget(owner);
  }

  void chat(OwnerId owner, Chat chat) throws IOException {
    desk.cancelAll(owner);
    for (Person person : people(owner)) {
      if (person.chat().equals(chat.id())) {
        silence(person);
      }
    }
    services.corpora().forget(owner, chat.id());
    speaking.forget(owner);
  }

  void everything(OwnerId owner) throws IOException {
    desk.cancelAll(owner);
    for (Person person : people(owner)) {
      silence(person);
    }
    services.corpora().forgetEverything(owner);
    speaking.forget(owner);
  }

  private List<Person> people(OwnerId owner) {
    return services.corpora().people(owner);
  }

  private void silence(Person person) throws IOException {
    services.training().cancelAndWait(person.id());
    services.models().delete(person.id());
  }
}
