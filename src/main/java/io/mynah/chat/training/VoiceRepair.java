package io.mynah.chat.training;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Button;
import io.mynah.chat.Channel;
import io.mynah.chat.Envelope;
import io.mynah.chat.Reply;
import io.mynah.chat.buttons.Action;
import io.mynah.chat.buttons.Verb;
import io.mynah.chat.limits.Quotas;
import io.mynah.chat.roster.Roster;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.VoiceBase;
import io.mynah.domain.VoiceRecord;
import io.mynah.lm.OtherBase;
import io.mynah.models.DamagedModel;
import io.mynah.models.MissingModel;
import io.mynah.models.ModelLibrary;
import io.mynah.store.jobs.VoiceRecords;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs voices whose model is missing or damaged: deletes the model and trains the person again
 * from the stored messages. If the model only lacks a base that somebody added and removed, it
 * stays, and a training is offered. A voice that was imported stays, too: there is nothing to train
 * it from. Only the voice's owner is told. Thread-safe.
 */
public final class VoiceRepair {
  private static final Logger log = LoggerFactory.getLogger(VoiceRepair.class);

  private final Channel channel;
  private final VoiceRecords voiceRecords;
  private final ModelLibrary models;
  private final Roster roster;
  private final TrainingRequests trainings;
  private final TrainingNoticeUpdater board;
  private final Quotas quotas;

  /**
   * One lock for each person whose voice is being repaired, so that others need not wait for their
   * owner.
   */
  private final Cache<PersonId, ReentrantLock> locks = Caffeine.newBuilder().weakValues().build();

  /** What owners were told unasked; once is enough. */
  private final Set<Removed> told = ConcurrentHashMap.newKeySet();

  /**
   * A person whose voice cannot be trained again by itself.
   *
   * @param base that is removed and that the voice lacks; empty if the voice was imported
   */
  private record Removed(PersonId person, String base) {}

  public VoiceRepair(
      Channel channel,
      VoiceRecords voiceRecords,
      ModelLibrary models,
      Roster roster,
      TrainingRequests trainings,
      TrainingNoticeUpdater board,
      Quotas quotas) {
    this.channel = channel;
    this.voiceRecords = voiceRecords;
    this.models = models;
    this.roster = roster;
    this.trainings = trainings;
    this.board = board;
    this.quotas = quotas;
  }

  /**
   * Repairs the voice of a person who was to speak, and tells the owner: where they asked, or else
   * as {@link #repairUnasked} does.
   *
   * @param asked the request that could not be answered
   * @throws IOException when the message cannot be sent
   */
  public void repair(OwnerId owner, Person person, Envelope asked, Phrases phrases)
      throws IOException {
    if (asked.isPrivate() && asked.sender().equals(owner)) {
      repair(owner, person, asked.address(), phrases);
    } else {
      repairUnasked(owner, person);
    }
  }

  /** Repairs a voice unless a repair is in progress, and tells the owner in private. */
  public void repairUnasked(OwnerId owner, Person person) {
    ReentrantLock lock = lock(person);
    if (!lock.tryLock()) {
      return;
    }
    try {
      Optional<Address> there = channel.privately(owner);
      if (there.isPresent() && !trainings.isOpen(person) && isLost(person)) {
        Optional<Removed> lasting =
            removedBase(person)
                .map(VoiceBase::name)
                .or(() -> person.messages() == 0 ? Optional.of("") : Optional.empty())
                .map(base -> new Removed(person.id(), base));
        if (lasting.isEmpty() || !told.contains(lasting.get())) {
          repairLocked(owner, person, there.get(), board.phrases(owner));
          lasting.ifPresent(told::add);
        }
      }
    } catch (IOException e) {
      log.info("An owner could not be told that a voice is trained again.");
    } finally {
      lock.unlock();
    }
  }

  private void repair(OwnerId owner, Person person, Address at, Phrases phrases)
      throws IOException {
    ReentrantLock lock = lock(person);
    lock.lock();
    try {
      repairLocked(owner, person, at, phrases);
    } finally {
      lock.unlock();
    }
  }

  private ReentrantLock lock(Person person) {
    return locks.get(person.id(), id -> new ReentrantLock());
  }

  private void repairLocked(OwnerId owner, Person person, Address at, Phrases phrases)
      throws IOException {
    if (roster.person(owner, person.id().value()).isEmpty()) {
      // The person was forgotten meanwhile, and the model with them.
      return;
    }
    boolean open = trainings.isOpen(person);
    Optional<VoiceBase> removed = open ? Optional.empty() : removedBase(person);
    if (person.messages() == 0) {
      channel.send(at, imported(phrases, person, removed));
      return;
    }
    if (removed.isPresent()) {
      channel.send(at, withoutBase(phrases, person, removed.get()));
      return;
    }
    Optional<String> refused = open ? Optional.empty() : quotas.refuseTraining(owner, phrases);
    channel.send(at, announcement(phrases, person, refused));
    if (refused.isPresent()) {
      return; // the file stays: if it is for another base, it can be read again with that one
    }
    if (!open && isLost(person)) {
      voiceRecords.delete(owner, person.id());
      models.deleteInUse(person.id());
    }
    trainings.begin(owner, at, phrases, person);
  }

  /** What happened and what follows: a training, or the reason why there is none now. */
  private static Reply announcement(Phrases phrases, Person person, Optional<String> refused) {
    String name = Wording.name(person.name());
    if (refused.isEmpty()) {
      return Reply.of(phrases.of("speak.damaged", "name", name));
    }
    return new Reply(
        phrases.of("speak.damaged-later", "name", name, "why", refused.get()),
        train(phrases, person));
  }

  private static Reply withoutBase(Phrases phrases, Person person, VoiceBase base) {
    return new Reply(
        phrases.of(
            "speak.base-removed",
            "name",
            Wording.name(person.name()),
            "base",
            Wording.name(base.name())),
        train(phrases, person));
  }

  /** A voice that came from another Mynah cannot be trained; its file stays. */
  private static Reply imported(Phrases phrases, Person person, Optional<VoiceBase> removed) {
    String name = Wording.name(person.name());
    return Reply.of(
        removed.isEmpty()
            ? phrases.of("speak.damaged-imported", "name", name)
            : phrases.of(
                "speak.base-removed-imported",
                "name",
                name,
                "base",
                Wording.name(removed.get().name())));
  }

  private static List<List<Button>> train(Phrases phrases, Person person) {
    return List.of(
        List.of(
            new Button(
                phrases.of("button.train", "name", Wording.name(person.name())),
                Action.of(Verb.TRAIN_PERSON, person.id().value()).encode())));
  }

  /**
   * The base that a model lacks, if somebody had added it. One that came with Mynah has a successor
   * in a new version, from which the person is trained unasked.
   */
  private Optional<VoiceBase> removedBase(Person person) {
    try {
      models.borrow(person).close();
      return Optional.empty();
    } catch (MissingModel lost) {
      return Optional.empty();
    } catch (DamagedModel lost) {
      return lost.getCause() instanceof OtherBase
          ? voiceRecords.find(person).map(VoiceRecord::base).filter(base -> !base.shipped())
          : Optional.empty();
    }
  }

  /** Whether the model is still missing or damaged: another request may have repaired it. */
  private boolean isLost(Person person) {
    try {
      models.borrow(person).close();
      return false;
    } catch (MissingModel | DamagedModel lost) {
      return true;
    }
  }
}
