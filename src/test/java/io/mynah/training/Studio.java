package io.mynah.training;

import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.JobId;
import io.mynah.domain.JobState;
import io.mynah.domain.Message;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.domain.TestPerson;
import io.mynah.domain.VoiceBase;
import io.mynah.lm.ModelFormat;
import io.mynah.lm.evaluation.VoiceExaminer;
import io.mynah.lm.training.VoiceTrainer;
import io.mynah.models.MarkedFormat;
import io.mynah.models.MarkedModel;
import io.mynah.models.ModelLibrary;
import io.mynah.store.DatabaseKind;
import io.mynah.store.blobs.TestBlobs;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Database;
import io.mynah.store.jobs.JobClaims;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.ReportCards;
import io.mynah.store.jobs.VoiceRecords;
import io.mynah.vault.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A training service over a data folder, wired as in the product. A new one on the same folder is a
 * new process.
 */
final class Studio implements AutoCloseable {
  static final OwnerId OWNER = new OwnerId("telegram:1");
  static final OwnerId OTHER = new OwnerId("telegram:2");
  static final Duration BUDGET = Duration.ofSeconds(90);
  static final int MIN_MESSAGES = 3;

  private static final Instant START = Instant.parse("2019-02-01T10:00:00Z");

  final Path folder;
  final Database database;
  final TestBlobs blobs;
  final Corpora corpora;
  final Jobs jobs;
  final JobClaims claims;
  final VoiceRecords voiceRecords;
  final ReportCards cards;
  final ModelLibrary models;
  final PuppetTrainer trainer;
  final TrainingService service;

  /** All that the listener heard. */
  final List<Job> news = new CopyOnWriteArrayList<>();

  /** The jobs that it heard have ended. */
  final List<Job> ends = new CopyOnWriteArrayList<>();

  /** What the listener throws whenever it hears something, if anything. */
  volatile @Nullable Throwable deafness;

  Studio(Path folder, int workers) {
    this(folder, workers, new PuppetTrainer(), null, new MarkedFormat());
  }

  /** A studio where what trainings come to is measured. */
  static Studio examining(Path folder, VoiceExaminer examiner) {
    return new Studio(
        folder, 1, new PuppetTrainer(), null, new MarkedFormat(), examiner, Clock.systemUTC());
  }

  /**
   * @param other trains in place of the puppet, when there is one
   */
  Studio(
      Path folder,
      int workers,
      PuppetTrainer puppet,
      @Nullable VoiceTrainer other,
      ModelFormat format) {
    this(folder, workers, puppet, other, format, null, Clock.systemUTC());
  }

  Studio(
      Path folder,
      int workers,
      PuppetTrainer puppet,
      @Nullable VoiceTrainer other,
      ModelFormat format,
      @Nullable VoiceExaminer examiner,
      Clock clock) {
    this(DatabaseKind.SQLITE, folder, workers, puppet, other, format, examiner, clock);
  }

  /** A studio on the database server that all studios on this folder share. */
  static Studio onServer(Path folder, int workers) {
    return new Studio(
        DatabaseKind.POSTGRES,
        folder,
        workers,
        new PuppetTrainer(),
        null,
        new MarkedFormat(),
        null,
        Clock.systemUTC());
  }

  private Studio(
      DatabaseKind kind,
      Path folder,
      int workers,
      PuppetTrainer puppet,
      @Nullable VoiceTrainer other,
      ModelFormat format,
      @Nullable VoiceExaminer examiner,
      Clock clock) {
    this.folder = folder;
    trainer = puppet;
    database = kind.open(folder, TestKeys.MASTER);
    blobs = new TestBlobs(database, folder.resolve("blobs"));
    corpora = new Corpora(database);
    jobs = new Jobs(database);
    claims = new JobClaims(database, UUID.randomUUID().toString());
    voiceRecords = new VoiceRecords(database);
    cards = new ReportCards(database);
    models = new ModelLibrary(blobs.store(), format, corpora::key, 1 << 24, Duration.ofHours(1));
    service =
        new TrainingService(
            new TrainingStores(
                database, jobs, claims, corpora, new Corrections(database), voiceRecords, cards),
            models,
            other == null ? puppet : other,
            digest -> Optional.of(new VoiceBase(digest, false, "")),
            examiner,
            new TrainingConfig(
                workers,
                Map.of(
                    Effort.QUICK, Duration.ofSeconds(6),
                    Effort.GOOD, BUDGET,
                    Effort.BEST, Duration.ofHours(1)),
                MIN_MESSAGES),
            blobs.store(),
            new TrainingListener() {
              @Override
              public void changed(Job job) {
                hear(job);
              }

              @Override
              public void ended(Job job, Duration spent) {
                ends.add(job);
              }
            },
            clock);
  }

  private void hear(Job job) {
    news.add(job);
    if (deafness instanceof Error error) {
      throw error;
    }
    if (deafness instanceof RuntimeException fault) {
      throw fault;
    }
  }

  static Studio started(Path folder, int workers) {
    Studio studio = new Studio(folder, workers);
    studio.service.start();
    return studio;
  }

  /** The names of all files of checkpoints. */
  List<String> checkpoints() {
    return blobs.names("checkpoint");
  }

  /** The names of all models and candidates. */
  List<String> models() {
    return blobs.names("model", "candidate");
  }

  /** Imports a chat where each of these people wrote so many messages. */
  List<Person> chat(OwnerId owner, int messages, String... names) {
    try (Corpora.Import chat = corpora.begin(owner, "personal_chat:1", "Chat", START)) {
      List<Corpora.PersonNames> people = new ArrayList<>();
      for (int i = 0; i < names.length; i++) {
        PersonKey key = new PersonKey("user" + i);
        people.add(new Corpora.PersonNames(key, names[i], List.of()));
        for (int j = 0; j < messages; j++) {
          long id = 1_000L * i + j;
          Instant sentAt = START.plusSeconds(60L * j + i);
          chat.add(new Message(id, key, sentAt, null, "secret words " + id));
        }
      }
      return chat.finish(people).people();
    }
  }

  PersonId person(OwnerId owner, String name) {
    return chat(owner, MIN_MESSAGES, name).get(0).id();
  }

  Job submit(PersonId person) {
    return service.submit(OWNER, person, Effort.GOOD, null);
  }

  /** Waits for a state in the store. */
  Job await(JobId job, JobState state) {
    return await(OWNER, job, state);
  }

  Job await(OwnerId owner, JobId job, JobState state) {
    Awaitility.await().until(() -> jobs.find(owner, job).orElseThrow().state() == state);
    return jobs.find(owner, job).orElseThrow();
  }

  /** Waits until nothing of the job is under way. */
  void awaitEnd(JobId job) {
    Awaitility.await().until(() -> service.progress(job).isEmpty());
  }

  /** The mark of the model that a reply would be given. */
  String voice(PersonId person) throws Exception {
    try (ModelLibrary.Lease lease = models.borrow(TestPerson.of(person))) {
      return ((MarkedModel) lease.model()).mark();
    }
  }

  /** What a process that is killed at this moment leaves on the disk. */
  Path image(Path parent) throws IOException {
    Path target = parent.resolve("killed");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        try {
          Files.copy(file, target.resolve(folder.relativize(file)));
        } catch (NoSuchFileException renamed) {
          // It was a temporary one.
        }
      }
    }
    return target;
  }

  @Override
  public void close() {
    service.close(Duration.ofSeconds(10));
    models.close();
    database.close();
  }
}
