package io.mynah.chat.forget;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.mynah.chat.feature.CorpusStores;
import io.mynah.chat.feature.FaultLog;
import io.mynah.chat.feature.Feature;
import io.mynah.chat.training.TrainingNoticeUpdater;
import io.mynah.chat.upload.UploadFeature;
import io.mynah.domain.Chat;
import io.mynah.domain.ChatId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.Erasures;
import io.mynah.store.corpora.Erasures.Erasure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Erases an owner's data in the order in which it came to be: raw uploads, trainings, model files,
 * then what is stored. An erasure is stored before it begins, so that {@link #resume} can complete
 * it if the process ends. Thread-safe.
 */
public final class OwnerErasure {
  private final Corpora corpora;
  private final Erasures erasures;
  private final UploadFeature uploads;
  private final List<Feature> features;
  private final VoiceErasure voices;
  private final TrainingNoticeUpdater board;

  /** Others than an owner erase for that owner, too: whoever opts out, and the retention. */
  private final LoadingCache<OwnerId, Lock> locks =
      Caffeine.newBuilder().weakValues().build(owner -> new ReentrantLock());

  /**
   * @param uploads which are ended before anything is erased
   * @param features which forget, in this order, when something is erased
   */
  public OwnerErasure(
      CorpusStores stores,
      VoiceErasure voices,
      TrainingNoticeUpdater board,
      UploadFeature uploads,
      List<Feature> features) {
    this.board = board;
    this.corpora = stores.corpora();
    this.erasures = stores.erasures();
    this.voices = voices;
    this.uploads = uploads;
    this.features = List.copyOf(features);
  }

  /** Something that one thread at a time does for an owner. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T alone(OwnerId owner, Work<T> work) throws IOException {
    Lock lock = locks.get(owner);
    lock.lock();
    try {
      return work.run();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether there is nothing of an owner to erase except the language of their app, which arrives
   * again with each message.
   */
  boolean nothingOf(OwnerId owner) {
    return !erasures.anythingOf(owner);
  }

  /**
   * Forgets one person of a chat. The other voices that learned from these messages are erased and
   * trained again from what remains: those of the chat, and those of people who are joined with
   * somebody of it.
   *
   * @param person as of one chat
   * @return how many other voices those are
   */
  public int person(OwnerId owner, Person person) throws IOException {
    Optional<Chat> ofTheirOwn = ofTheirOwn(owner, person);
    if (ofTheirOwn.isPresent()) {
      chat(owner, ofTheirOwn.get());
      return 0;
    }
    return alone(
        owner,
        () -> {
          stopActivity(owner);
          return complete(owner, person);
        });
  }

  /**
   * The same for somebody who does not want to be learned from; the owner's uploads go on.
   *
   * @param person as of one chat
   * @return how many other voices are trained again
   */
  public int optedOut(OwnerId owner, Person person) throws IOException {
    return alone(
        owner,
        () -> {
          features.forEach(feature -> feature.forget(owner));
          return complete(owner, person);
        });
  }

  private int complete(OwnerId owner, Person person) throws IOException {
    List<PersonId> others = others(owner, person);
    complete(Erasure.of(owner, person.id()), others);
    return others.size();
  }

  /** The chat of a person whose voice was imported, in which there is nobody else. */
  private Optional<Chat> ofTheirOwn(OwnerId owner, Person person) {
    boolean alone =
        person.messages() == 0
            && corpora.people(owner).stream()
                .filter(each -> each.isOf(person.chat()))
                .allMatch(person::equals);
    return alone ? corpora.chat(owner, person.chat()) : Optional.empty();
  }

  /**
   * The other people whose voices learned from the person's messages, or are learning from them.
   *
   * @param person as of one chat
   */
  List<PersonId> others(OwnerId owner, Person person) {
    return relearners(owner, person.chat(), source -> source.id().equals(person.id()));
  }

  /** The people of other chats whose voices learned from a chat, or are learning from it. */
  List<PersonId> others(OwnerId owner, Chat chat) {
    return relearners(owner, chat.id(), source -> source.chat().equals(chat.id()));
  }

  /**
   * @param erased whether the person of one chat is erased
   */
  private List<PersonId> relearners(OwnerId owner, ChatId chat, Predicate<Person> erased) {
    List<PersonId> relearners = new ArrayList<>();
    for (Person person : corpora.people(owner)) {
      if (!person.isOf(chat) || !voices.isVoiced(person)) {
        continue;
      }
      List<Person> left = person.sources().stream().filter(erased.negate()).toList();
      boolean mainLeft = left.stream().anyMatch(source -> source.id().equals(person.id()));
      if (mainLeft) {
        relearners.add(person.id());
      } else {
        left.forEach(source -> relearners.add(source.id()));
      }
    }
    return relearners;
  }

  /** Whether a person has a model, or one is being trained. */
  public boolean isVoiced(Person person) {
    return voices.isVoiced(person);
  }

  /**
   * Forgets a chat with everyone in it. Voices of people who are joined with somebody there are
   * erased and trained again from what remains.
   *
   * @return how many those are
   */
  int chat(OwnerId owner, Chat chat) throws IOException {
    return alone(
        owner,
        () -> {
          stopActivity(owner);
          List<PersonId> others = others(owner, chat);
          complete(Erasure.of(owner, chat.id()), others);
          return others.size();
        });
  }

  /**
   * Erases a chat that nobody uses. Nothing in progress can involve it, so nothing of the owner's
   * is stopped.
   */
  void unused(Chat chat) throws IOException {
    Erasure erasure = Erasure.of(chat.owner(), chat.id());
    boolean unused =
        alone(
            chat.owner(),
            () -> {
              erasures.begin(erasure, others(chat.owner(), chat), List.of());
              try {
                eraseChat(chat.owner(), chat.id());
              } finally {
                erasures.done(erasure);
              }
              return true;
            });
  }

  /** Erases all that is kept for an owner. */
  public void everything(OwnerId owner) throws IOException {
    boolean unused =
        alone(
            owner,
            () -> {
              stopActivity(owner);
              complete(Erasure.ofEverything(owner), List.of());
              return true;
            });
  }

  /** Completes the erasures that earlier processes began. */
  void resume(FaultLog faults) {
    boolean unused =
        faults.attempt(
            () -> {
              erasures.pending().stream()
                  .filter(erasure -> !board.isElsewhere(erasure.owner()))
                  .forEach(erasure -> finish(erasure, faults));
              tellOfErased();
              for (Erasures.Relearner left : erasures.relearners()) {
                if (!board.isElsewhere(left.owner())) {
                  retrain(left.owner());
                }
              }
            });
  }

  /**
   * Updates the notices of complete erasures that do not say so yet: an earlier process ended
   * first, or another bot, of which the owner is one as well, has erased.
   */
  public void tellOfErased() {
    erasures.untold().stream()
        .filter(erased -> !board.isElsewhere(erased.owner()))
        .forEach(
            erased -> {
              updateNotices(erased);
              settle(erased);
            });
  }

  /** Records that an erasure is complete, and that the notices of this bot say so. */
  private void settle(Erasure erasure) {
    erasures.complete(erasure);
    erasures.notices(erasure).stream()
        .filter(notice -> !board.isElsewhere(notice.message()))
        .forEach(notice -> erasures.told(erasure, notice));
  }

  /** If it fails, the next start tries again. */
  private void finish(Erasure erasure, FaultLog faults) {
    boolean unused =
        faults.attempt(
            () ->
                alone(
                    erasure.owner(),
                    () -> {
                      erase(erasure);
                      settle(erasure);
                      return true;
                    }));
  }

  /**
   * Stops what is in progress for an owner, because it might use or repair the voices to be erased.
   */
  private void stopActivity(OwnerId owner) {
    uploads.forget(owner);
    features.forEach(feature -> feature.forget(owner));
  }

  private void complete(Erasure erasure, List<PersonId> relearners) throws IOException {
    erasures.begin(erasure, relearners, notices(erasure.owner()));
    boolean erased = false;
    try {
      erase(erasure);
      erased = true;
    } finally {
      if (erased) {
        settle(erasure);
      } else {
        // Reported to the owner, who may choose anew: the next start must not continue it.
        erasures.done(erasure);
      }
    }
  }

  /** Ends all that is under way for an owner, trainings too, and erases nothing. */
  public void endAll(OwnerId owner) throws IOException {
    boolean unused =
        alone(
            owner,
            () -> {
              stopActivity(owner);
              voices.cancelAll(owner);
              return true;
            });
  }

  /** The notices of an owner's trainings, with the owner's current language. */
  private List<Erasures.Notice> notices(OwnerId owner) {
    String language = board.phrases(owner).locale().toLanguageTag();
    return voices.notices(owner).stream()
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
      updateNotices(erasure);
    }
  }

  /** Updates the notices of an erasure: they show what became of their trainings. */
  private void updateNotices(Erasure erasure) {
    for (Erasures.Notice notice : erasures.notices(erasure)) {
      if (!board.isElsewhere(notice.message())) {
        board.erased(notice.message(), Locale.forLanguageTag(notice.language()));
      }
    }
  }

  private void erasePerson(OwnerId owner, PersonId person) throws IOException {
    try {
      voices.deleteModel(person);
      for (PersonId other : relearners(owner)) {
        voices.delete(owner, other);
      }
      corpora.forget(owner, person);
    } finally {
      retrain(owner);
    }
  }

  private List<PersonId> relearners(OwnerId owner) {
    return erasures.relearners().stream()
        .filter(each -> each.owner().equals(owner))
        .map(Erasures.Relearner::person)
        .toList();
  }

  private void eraseChat(OwnerId owner, ChatId chat) throws IOException {
    try {
      for (Person person : corpora.peopleOfChats(owner)) {
        if (person.chat().equals(chat)) {
          voices.deleteModel(person.id());
        }
      }
      for (PersonId other : relearners(owner)) {
        voices.delete(owner, other);
      }
      corpora.forget(owner, chat);
    } finally {
      retrain(owner);
    }
  }

  private void eraseEverything(OwnerId owner) throws IOException {
    for (Person person : corpora.peopleOfChats(owner)) {
      voices.deleteModel(person.id());
    }
    corpora.forgetEverything(owner);
  }

  /**
   * Trains an owner's people again whose voices were erased together with another person's
   * messages, or as they are not joined any more.
   */
  public void retrain(OwnerId owner) throws IOException {
    boolean unused =
        alone(
            owner,
            () -> {
              for (PersonId other : relearners(owner)) {
                // A missing voice may have been requested meanwhile, and be in training from erased
                // messages.
                voices.delete(owner, other);
                voices.retrain(owner, other);
                erasures.relearns(other);
              }
              return true;
            });
  }
}
