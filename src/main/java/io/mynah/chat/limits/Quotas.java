package io.mynah.chat.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mynah.chat.Envelope;
import io.mynah.chat.feature.Services;
import io.mynah.chat.words.Phrases;
import io.mynah.chat.words.Wording;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.models.ModelLibrary;
import io.mynah.store.Corpora;
import io.mynah.store.Jobs;
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

  private final Limits limits;
  private final Disk disk;
  private final Memory memory;
  private final Corpora corpora;
  private final Jobs jobs;
  private final ModelLibrary models;
  private final Clock clock;
  private final Cache<OwnerId, Window> requests = windows(MINUTE);
  private final Cache<OwnerId, Window> uploads = windows(DAY);

  /**
   * @param folder on the disk that everything is kept on
   */
  public Quotas(Limits limits, Services services, Path folder, Clock clock) {
    this.limits = limits;
    disk = new Disk(folder, limits.diskReserve());
    memory = new Memory(limits.memoryReserve());
    corpora = services.corpora();
    jobs = services.jobs();
    models = services.models();
    this.clock = clock;
  }

  private static Cache<OwnerId, Window> windows(Duration length) {
    return Caffeine.newBuilder().expireAfterAccess(length.multipliedBy(2)).build();
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
    return count(requests, owner, MINUTE, limits.requestsPerMinute());
  }

  /** What whoever sends requests too fast is told. */
  public String tooFast(Envelope envelope, Phrases phrases) {
    return phrases.of(
        "limits.requests",
        "most",
        limits.requestsPerMinute(),
        "seconds",
        Math.max(1, left(requests, envelope.sender(), MINUTE).toSeconds()));
  }

  /** The disk that everything is kept on. */
  public Disk disk() {
    return disk;
  }

  /** Counts an export that is to be read; gives the reason if it is not to be. */
  public Optional<String> refuseUpload(OwnerId owner, Phrases phrases) {
    Optional<String> full = refuseAll(phrases).or(() -> refuseStored(owner, phrases));
    if (full.isPresent() || count(uploads, owner, DAY, limits.uploadsPerDay()) == Verdict.ANSWER) {
      return full;
    }
    long hours = left(uploads, owner, DAY).plusMinutes(59).toHours();
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
    return limits.jobs() <= 0
        ? Integer.MAX_VALUE
        : Math.max(0, limits.jobs() - jobs.open(owner).size());
  }

  /** What whoever has too many trainings waiting is told. */
  public String tooManyJobs(Phrases phrases) {
    return phrases.of("limits.jobs", "most", limits.jobs());
  }

  private Verdict count(Cache<OwnerId, Window> windows, OwnerId owner, Duration length, int most) {
    return most <= 0
        ? Verdict.ANSWER
        : windows.get(owner, key -> new Window(clock.millis())).count(clock.millis(), length, most);
  }

  private Duration left(Cache<OwnerId, Window> windows, OwnerId owner, Duration length) {
    Window window = windows.getIfPresent(owner);
    return window == null ? Duration.ZERO : window.left(clock.millis(), length);
  }

  /** Counts from a first event for some time, then anew. */
  private static final class Window {
    private long begin;
    private int count;

    Window(long begin) {
      this.begin = begin;
    }

    synchronized Verdict count(long now, Duration length, int most) {
      if (now - begin >= length.toMillis() || now < begin) {
        begin = now;
        count = 0;
      }
      count++;
      if (count <= most) {
        return Verdict.ANSWER;
      }
      return count == most + 1 ? Verdict.REFUSE : Verdict.IGNORE;
    }

    synchronized Duration left(long now, Duration length) {
      return length.minusMillis(Math.max(0, now - begin));
    }
  }
}
