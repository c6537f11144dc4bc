package io.mynah.chat.forget;

import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.feature.Services;
import io.mynah.chat.settings.OwnerSettings;
import io.mynah.chat.training.ProgressBoard;
import io.mynah.chat.upload.UploadFeature;
import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.Job;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.corpora.Erasures;
import io.mynah.store.corpora.Erasures.Erasure;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Erases, in the order in which data came to be: raw uploads, trainings, model files, then what is
 * stored. What is begun is noted first, so that {@link #resume} does the rest of what a process did
 * not end. Thread-safe.
 */
final class OwnerErasure {
  private final Services services;
  private final Erasures erasures;
  private final UploadFeature uploads;
  private final List<Feature> features;
  private final OwnerSettings settings;
  private final ProgressBoard board;

  OwnerErasure(
      Services services,
      OwnerSettings settings,
      ProgressBoard board,
      UploadFeature uploads,
      List<Feature> features) {
    this.board = board;
    this.services = services;
    this.erasures = services.erasures();
    this.settings = settings;
    this.uploads = uploads;
    this.features = List.copyOf(features);
  }

  /**
   * Whether there is nothing of an owner to erase but the language of their app, which is heard
   * again with each message.
   */
  boolean nothingOf(OwnerId owner) {
    return !erasures.anythingOf(owner);
  }

  /**
   * Forgets one person. The other voices of the chat have learned from these messages too, so they
   * are erased and trained again from what remains.
   *
   * @return how many others those are
   */
  int person(OwnerId owner, Person person) throws IOException {
    quieten(owner);
    List<PersonId> others = others(owner, person);
    complete(Erasure.of(owner, person.id()), others);
    return others.size();
  }

  /** The others of a person's chat whose voices learned from what the person wrote, or do so. */
  List<PersonId> others(OwnerId owner, Person person) {
    return services.corpora().people(owner).stream()
        .filter(each -> each.chat().equals(person.chat()) && !each.id().equals(person.id()))
        .filter(this::isVoiced)
        .map(Person::id)
        .toList();
  }

  /** Whether there is a model of someone, or one in the making. */
  boolean isVoiced(Person person) {
    return services.voiceRecords().find(person).isPresent()
        || services.jobs().latest(person.id()).filter(job -> !job.state().ended()).isPresent();
  }

  void chat(OwnerId owner, Chat chat) throws IOException {
    quieten(owner);
    complete(Erasure.of(owner, chat.id()), List.of());
  }

  /**
   * Erases a chat that nobody uses. Nothing that goes on has to do with it, so its owner is not
   * disturbed.
   */
  void unused(Chat chat) throws IOException {
    Erasure erasure = Erasure.of(chat.owner(), chat.id());
    erasures.begin(erasure, List.of(), List.of());
    try {
      eraseChat(chat.owner(), chat.id());
    } finally {
      erasures.done(erasure);
    }
  }

  void everything(OwnerId owner) throws IOException {
    quieten(owner);
    complete(Erasure.ofEverything(owner), List.of());
  }

  /** Does the rest of what earlier processes did not end. */
  void resume(FaultLog faults) {
    boolean unused =
        faults.attempt(
            () -> {
              erasures.pending().forEach(erasure -> finish(erasure, faults));
              for (Erasure erased : erasures.untold()) {
                tell(erased);
                erasures.done(erased);
              }
              for (Erasures.Relearner left : erasures.relearners()) {
                relearn(left.owner());
              }
            });
  }

  /** Should it fail, the next start tries it once more. */
  private void finish(Erasure erasure, FaultLog faults) {
    boolean unused =
        faults.attempt(
            () -> {
              erase(erasure);
              erasures.done(erasure);
            });
  }

  /** Ends what an owner is at, which might borrow or mend the voices that are to go. */
  private void quieten(OwnerId owner) {
    uploads.forget(owner);
    features.forEach(feature -> feature.forget(owner));
  }

  private void complete(Erasure erasure, List<PersonId> relearners) throws IOException {
    erasures.begin(erasure, relearners, notices(erasure.owner()));
    try {
      erase(erasure);
    } finally {
      // If it failed its owner is told so and may choose anew: the next start is not to go on.
      erasures.done(erasure);
    }
  }

  /** The notices of an owner's trainings, in the language that is known now. */
  private List<Erasures.Notice> notices(OwnerId owner) {
    String language = board.phrases(owner).locale().toLanguageTag();
    return services.jobs().open(owner).stream()
        .flatMap(job -> Optional.ofNullable(job.notice()).stream())
        .distinct()
        .map(message -> new Erasures.Notice(message, language))
        .toList();
  }

  private void erase(Erasure erasure) throws IOException {
    try {
      switch (erasure.kind()) {
        case PERSON -> erasePerson(erasure.owner(), new PersonId(erasure.target()));
        case CHAT -> eraseChat(erasure.owner(), new ChatId(erasure.target()));
        case EVERYTHING -> eraseEverything(erasure.owner());
      }
    } finally {
      features.forEach(feature -> feature.forget(erasure.owner()));
      tell(erasure);
    }
  }

  /** Shows in the notices of an erasure what became of their trainings. */
  private void tell(Erasure erasure) {
    erasures
        .notices(erasure)
        .forEach(
            notice -> board.erased(notice.message(), Locale.forLanguageTag(notice.language())));
  }

  private void erasePerson(OwnerId owner, PersonId person) throws IOException {
    try {
      silence(person);
      for (PersonId other : relearners(owner)) {
        silence(other);
        services.voiceRecords().delete(owner, other);
      }
      services.corpora().forget(owner, person);
    } finally {
      relearn(owner);
    }
  }

  private List<PersonId> relearners(OwnerId owner) {
    return erasures.relearners().stream()
        .filter(each -> each.owner().equals(owner))
        .map(Erasures.Relearner::person)
        .toList();
  }

  private void eraseChat(OwnerId owner, ChatId chat) throws IOException {
    for (Person person : services.corpora().people(owner)) {
      if (person.chat().equals(chat)) {
        silence(person.id());
      }
    }
    services.corpora().forget(owner, chat);
  }

  private void eraseEverything(OwnerId owner) throws IOException {
    for (Person person : services.corpora().people(owner)) {
      silence(person.id());
    }
    services.corpora().forgetEverything(owner);
  }

  /** Has those of an owner trained again whose voices went with somebody else's messages. */
  private void relearn(OwnerId owner) throws IOException {
    for (PersonId other : relearners(owner)) {
      // A voice that was missed meanwhile may be in training already, from what was erased.
      silence(other);
      services.voiceRecords().delete(owner, other);
      // Whoever saw the last training sees how this one goes.
      MessageRef notice = services.jobs().latest(other).map(Job::notice).orElse(null);
      services.training().submit(owner, other, settings.of(owner).effort(), notice);
      erasures.relearns(other);
    }
  }

  private void silence(PersonId person) throws IOException {
    services.training().cancelAndWait(person);
    services.models().delete(person);
  }
}
