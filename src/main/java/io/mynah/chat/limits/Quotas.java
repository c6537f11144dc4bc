package io.mynah.chat.limits;

import io.mynah.chat.Envelope;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.Address;
import io.mynah.domain.Group;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.models.ModelLibrary;
import io.mynah.store.conversation.UserLimits;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.jobs.Jobs;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Enforces the limits of owners and groups. Trainings and stored bytes are counted in the store;
 * requests and uploads are counted since the process began. Thread-safe.
 */
public final class Quotas {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  /**
   * Requests to end something that are always answered within a minute, whatever else was asked
   * for.
   */
  private static final int ENDINGS = 10;

  /** Below the 20 messages a minute that may be sent to a group, so that no backlog builds up. */
  private static final int GROUP_REQUESTS = 15;

  private final Limits limits;
  private final UserLimits userLimits;
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
   * @param limits of everybody
   * @param userLimits of single users, which have precedence
   * @param folder on the disk that holds all data
   */
  public Quotas(
      Limits limits,
      UserLimits userLimits,
      Corpora corpora,
      Jobs jobs,
      ModelLibrary models,
      Path folder,
      Clock clock) {
    this.limits = limits;
    this.userLimits = userLimits;
    disk = new DiskSpace(folder, limits.diskReserve());
    memory = new HeapSpace(limits.memoryReserve());
    this.corpora = corpora;
    this.jobs = jobs;
    this.models = models;
    requests = new RateWindows<>(MINUTE, clock);
    endings = new RateWindows<>(MINUTE, clock);
    groups = new RateWindows<>(MINUTE, clock);
    uploads = new RateWindows<>(DAY, clock);
  }

  /** What to do with a request. */
  public enum Verdict {
    ANSWER,
    /** The first request over the limit: say so. */
    REFUSE,
    /** A further request over the limit: do not answer. */
    IGNORE
  }

  /** Counts a request. */
  public Verdict request(OwnerId owner) {
    return requests.count(owner, limits.requestsPerMinute());
  }

  /** Counts a request to end something; some of these are always answered. */
  public Verdict ending(OwnerId owner) {
    return endings.count(owner, ENDINGS) == Verdict.ANSWER ? Verdict.ANSWER : request(owner);
  }

  /** Counts a request in a group, whoever makes it. */
  public Verdict request(Group group) {
    return groups.count(group.address(), inGroups());
  }

  private int inGroups() {
    int most = limits.requestsPerMinute();
    return most <= 0 ? GROUP_REQUESTS : Math.min(most, GROUP_REQUESTS);
  }

  /** The text for a user who sends requests too fast. */
  public String tooFast(Envelope envelope, Phrases phrases) {
    return phrases.of(
        "limits.requests",
        "most",
        limits.requestsPerMinute(),
        "seconds",
        Math.max(1, requests.left(envelope.sender()).toSeconds()));
  }

  /** The text for a group in which requests come too fast. */
  public String tooFast(Group group, Phrases phrases) {
    return phrases.of(
        "limits.group", "seconds", Math.max(1, groups.left(group.address()).toSeconds()));
  }

  /** The disk that holds all data. */
  public DiskSpace disk() {
    return disk;
  }

  /** Counts an export to be read; returns the reason if it is refused. */
  public Optional<String> refuseUpload(OwnerId owner, Phrases phrases) {
    Optional<String> full = refuseMessages(owner, phrases);
    if (full.isPresent() || uploads.count(owner, limits.uploadsPerDay()) == Verdict.ANSWER) {
      return full;
    }
    long hours = uploads.left(owner).plusMinutes(59).toHours();
    return Optional.of(
        phrases.of("limits.uploads", "most", limits.uploadsPerDay(), "hours", Math.max(1, hours)));
  }

  /** The reason why an owner may not store more messages, if there is one. */
  public Optional<String> refuseMessages(OwnerId owner, Phrases phrases) {
    return refuseAll(phrases).or(() -> refuseStored(owner, phrases));
  }

  /** The reason why nothing new may begin for anyone, if there is one. */
  private Optional<String> refuseAll(Phrases phrases) {
    if (!disk.hasRoom()) {
      return Optional.of(phrases.of("limits.disk"));
    }
    return memory.hasRoom() ? Optional.empty() : Optional.of(phrases.of("limits.memory"));
  }

  private Optional<String> refuseStored(OwnerId owner, Phrases phrases) {
    UserLimits.Own own = userLimits.of(owner);
    Integer megabytes = own.megabytes();
    long bytes = megabytes == null ? limits.storedBytes() : (long) megabytes << 20;
    int messages = own.messages() == null ? 0 : own.messages();
    if (bytes <= 0 && messages <= 0) {
      return Optional.empty();
    }
    List<Person> people = corpora.people(owner);
    if (messages > 0 && people.stream().mapToLong(Person::messages).sum() >= messages) {
      return Optional.of(phrases.of("limits.messages", "most", messages));
    }
    return bytes <= 0 ? Optional.empty() : refuseBytes(owner, people, bytes, phrases);
  }

  private Optional<String> refuseBytes(
      OwnerId owner, List<Person> people, long most, Phrases phrases) {
    long stored = corpora.textLength(owner);
    for (Person person : people) {
      stored += models.allStoredBytes(person.id());
    }
    return stored < most
        ? Optional.empty()
        : Optional.of(
            phrases.of(
                "limits.stored",
                "size",
                Wording.size(phrases, stored),
                "limit",
                Wording.size(phrases, most)));
  }

  /** The reason why an owner may not begin another training, if there is one. */
  public Optional<String> refuseTraining(OwnerId owner, Phrases phrases) {
    Optional<String> full = refuseAll(phrases);
    return full.isPresent() || roomForJobs(owner) > 0
        ? full
        : Optional.of(tooManyJobs(owner, phrases));
  }

  /** How many more trainings an owner may have in the queue. */
  public int roomForJobs(OwnerId owner) {
    int most = mostJobs(owner);
    return most <= 0 ? Integer.MAX_VALUE : Math.max(0, most - asked(owner));
  }

  private int mostJobs(OwnerId owner) {
    Integer own = userLimits.of(owner).trainings();
    return own == null ? limits.jobs() : own;
  }

  /** Counts the open trainings that are shown to an owner; the owner did not ask for the others. */
  private int asked(OwnerId owner) {
    return (int) jobs.open(owner).stream().filter(job -> job.notice() != null).count();
  }

  /** The text for an owner who has too many open trainings. */
  public String tooManyJobs(OwnerId owner, Phrases phrases) {
    return phrases.of("limits.jobs", "most", mostJobs(owner));
  }
}
