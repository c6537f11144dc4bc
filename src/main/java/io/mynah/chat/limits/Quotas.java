package io.mynah.chat.limits;

import io.mynah.chat.Envelope;
import io.mynah.chat.feature.Services;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.models.ModelLibrary;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.jobs.Jobs;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Holds owners to the limits. Trainings and what is kept are counted where they are stored;
 * requests and uploads since the process began. Thread-safe.
 */
public final class Quotas {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** What ends something is heard so often within a minute, whatever else was asked for. */
  private static final int ENDINGS = 10;

  /** Fewer than the 20 messages a minute that may be sent to a group, so that none pile up. */
  private static final int GROUP_REQUESTS = 15;

  private final Limits limits;
  private final DiskSpace disk;
  private final HeapSpace memory;
  private final Corpora corpora;
  private final Jobs jobs;
  private final ModelLibrary models;
  private final RateWindows<OwnerId> requests;
  private final RateWindows<OwnerId> endings;
  private final RateWindows<Address> groups;
  private final RateWindows<OwnerId> uploads;

  /**
   * @param folder on the disk that everything is kept on
   */
  public Quotas(Limits limits, Services services, Path folder, Clock clock) {
    this.limits = limits;
    disk = new DiskSpace(folder, limits.diskReserve());
    memory = new HeapSpace(limits.memoryReserve());
    corpora = services.corpora();
    jobs = services.jobs();
    models = services.models();
    requests = new RateWindows<>(MINUTE, clock);
    endings = new RateWindows<>(MINUTE, clock);
    groups = new RateWindows<>(MINUTE, clock);
    uploads = new RateWindows<>(DAY, clock);
  }

  /** What to do with a request. */
  public enum Verdict {
    ANSWER,
    /** It is the first that is too much: say so. */
    REFUSE,
    /** That it is too much was said. */
    IGNORE
  }

  /** Counts a request. */
  public Verdict request(OwnerId owner) {
    return requests.count(owner, limits.requestsPerMinute());
  }

  /** Counts a request to end something: of these, some are free. */
  public Verdict ending(OwnerId owner) {
    return endings.count(owner, ENDINGS) == Verdict.ANSWER ? Verdict.ANSWER : request(owner);
  }

  /** Counts a request to which everybody in a group hears the answer, whoever makes it. */
  public Verdict request(Group group) {
    return groups.count(group.address(), inGroups());
  }

  private int inGroups() {
    int most = limits.requestsPerMinute();
    return most <= 0 ? GROUP_REQUESTS : Math.min(most, GROUP_REQUESTS);
  }

  /** What whoever sends requests too fast is told. */
  public String tooFast(Envelope envelope, Phrases phrases) {
    return phrases.of(
        "limits.requests",
        "most",
        limits.requestsPerMinute(),
        "seconds",
        Math.max(1, requests.left(envelope.sender()).toSeconds()));
  }

  /** What a group is told in which too much is asked for. */
  public String tooFast(Group group, Phrases phrases) {
    return phrases.of(
        "limits.group", "seconds", Math.max(1, groups.left(group.address()).toSeconds()));
  }

  /** The disk that everything is kept on. */
  public DiskSpace disk() {
    return disk;
  }

  /** Counts an export that is to be read; gives the reason if it is not to be. */
  public Optional<String> refuseUpload(OwnerId owner, Phrases phrases) {
    Optional<String> full = refuseAll(phrases).or(() -> refuseStored(owner, phrases));
    if (full.isPresent() || uploads.count(owner, limits.uploadsPerDay()) == Verdict.ANSWER) {
      return full;
    }
    long hours = uploads.left(owner).plusMinutes(59).toHours();
    return Optional.of(
        phrases.of("limits.uploads", "most", limits.uploadsPerDay(), "hours", Math.max(1, hours)));
  }

  /** The reason if nothing new is to be begun, whoever wants it. */
  private Optional<String> refuseAll(Phrases phrases) {
    if (!disk.hasRoom()) {
      return Optional.of(phrases.of("limits.disk"));
    }
    return memory.hasRoom() ? Optional.empty() : Optional.of(phrases.of("limits.memory"));
  }

  private Optional<String> refuseStored(OwnerId owner, Phrases phrases) {
    if (limits.storedBytes() <= 0) {
      return Optional.empty();
    }
    long stored = corpora.textLength(owner);
    for (Person person : corpora.people(owner)) {
      stored += models.fileBytes(person.id());
    }
    return stored < limits.storedBytes()
        ? Optional.empty()
        : Optional.of(
            phrases.of(
                "limits.stored",
                "size",
                Wording.size(phrases, stored),
                "limit",
                Wording.size(phrases, limits.storedBytes())));
  }

  /** The reason if no further training of an owner is to begin. */
  public Optional<String> refuseTraining(OwnerId owner, Phrases phrases) {
    Optional<String> full = refuseAll(phrases);
    return full.isPresent() || roomForJobs(owner) > 0 ? full : Optional.of(tooManyJobs(phrases));
  }

  /** How many more trainings an owner may have waiting. */
  public int roomForJobs(OwnerId owner) {
    return limits.jobs() <= 0 ? Integer.MAX_VALUE : Math.max(0, limits.jobs() - asked(owner));
  }

  /** The trainings under way that are shown to an owner; others nobody asked for. */
  private int asked(OwnerId owner) {
    return (int) jobs.open(owner).stream().filter(job -> job.notice() != null).count();
  }

  /** What whoever has too many trainings waiting is told. */
  public String tooManyJobs(Phrases phrases) {
    return phrases.of("limits.jobs", "most", limits.jobs());
  }
}
