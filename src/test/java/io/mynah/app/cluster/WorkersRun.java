package io.mynah.app.cluster;

import io.mynah.domain.Effort;
import io.mynah.domain.Message;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.domain.PersonKey;
import io.mynah.models.MarkedFormat;
import io.mynah.models.ModelLibrary;
import io.mynah.store.TestPostgres;
import io.mynah.store.blobs.BlobStore;
import io.mynah.store.conversation.Corrections;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Database;
import io.mynah.store.database.Lease;
import io.mynah.store.jobs.JobClaims;
import io.mynah.store.jobs.Jobs;
import io.mynah.store.jobs.ReportCards;
import io.mynah.store.jobs.VoiceRecords;
import io.mynah.training.TrainingConfig;
import io.mynah.training.TrainingService;
import io.mynah.training.TrainingStores;
import io.mynah.vault.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * How many trainings an hour some workers make whose learner only waits. Each has connections and a
 * lease of its own, as a process has; one more submits the jobs.
 */
final class WorkersRun {
  private static final int MESSAGES = 3;
  private static final int JOBS_EACH = 10;
  private static final Duration TRAINING = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * What some workers made.
   *
   * @param jobsAnHour from the submission of the first job to the end of the last
   * @param relative to so many times what one makes
   * @param done jobs that ended as they should
   */
  record Figures(int workers, int jobs, int done, double jobsAnHour, double relative) {}

  /** A process that trains one at a time, or none at all. */
  private static final class Member implements AutoCloseable {
    final Database database;
    final Corpora corpora;
    final Jobs jobs;
    final ModelLibrary models;
    final TrainingService training;
    private final Lease lease;

    Member(Path folder, int slots) {
      database = Database.postgres(TestPostgres.url(folder), TestKeys.MASTER);
      corpora = new Corpora(database);
      jobs = new Jobs(database);
      JobClaims claims = new JobClaims(database, UUID.randomUUID().toString());
      lease =
          Lease.take(database, claims.leaseName(), Lease.Timing.DEFAULT, () -> {}).orElseThrow();
      BlobStore blobs = BlobStore.of(database, folder.resolve("blobs"));
      models =
          new ModelLibrary(blobs, new MarkedFormat(), corpora::key, 1 << 24, Duration.ofHours(1));
      training =
          new TrainingService(
              new TrainingStores(
                  database,
                  jobs,
                  claims,
                  corpora,
                  new Corrections(database),
                  new VoiceRecords(database),
                  new ReportCards(database)),
              models,
              new WaitingTrainer(TRAINING),
              digest -> Optional.empty(),
              null,
              new TrainingConfig(
                  slots,
                  Map.of(Effort.QUICK, TRAINING, Effort.GOOD, TRAINING, Effort.BEST, TRAINING),
                  MESSAGES),
              blobs,
              job -> {},
              Clock.systemUTC());
    }

    @Override
    public void close() {
      training.close(Duration.ofSeconds(10));
      models.close();
      lease.close();
      database.close();
    }
  }

  private final Path folder;

  WorkersRun(Path folder) {
    this.folder = folder;
  }

  List<Figures> run(int... workers) throws Exception {
    List<Figures> figures = new ArrayList<>();
    for (int count : workers) {
      double alone = figures.isEmpty() ? 0 : figures.get(0).jobsAnHour();
      Path own = Files.createDirectories(folder.resolve("workers" + count));
      figures.add(run(count, own, alone));
    }
    return figures;
  }

  private static Figures run(int workers, Path folder, double alone) throws InterruptedException {
    List<Member> members = new ArrayList<>();
    try {
      Member front = new Member(folder, 0);
      members.add(front);
      for (int i = 0; i < workers; i++) {
        members.add(new Member(folder, 1));
      }
      OwnerId owner = new OwnerId("telegram:1");
      List<PersonId> people = chat(front.corpora, owner, workers * JOBS_EACH);
      members.forEach(member -> member.training.start());
      long begin = System.nanoTime();
      for (PersonId person : people) {
        var unused = front.training.submit(owner, person, Effort.GOOD, null);
      }
      while (!front.jobs.open(owner).isEmpty() && System.nanoTime() - begin < PATIENCE.toNanos()) {
        Thread.sleep(20);
      }
      double hours = (System.nanoTime() - begin) / 3.6e12;
      int done =
          (int)
              front.jobs.of(owner).stream()
                  .filter(job -> job.state().name().equals("DONE"))
                  .count();
      double rate = Math.round(10 * done / hours) / 10.0;
      double relative = alone == 0 ? 1 : Math.round(1e3 * rate / (alone * workers)) / 1e3;
      return new Figures(workers, people.size(), done, rate, relative);
    } finally {
      members.forEach(Member::close);
    }
  }

  private static List<PersonId> chat(Corpora corpora, OwnerId owner, int people) {
    Instant start = Instant.parse("2019-02-01T10:00:00Z");
    try (Corpora.Import chat = corpora.begin(owner, "personal_chat:1", "Chat", start)) {
      List<Corpora.PersonNames> names = new ArrayList<>();
      for (int i = 0; i < people; i++) {
        PersonKey key = new PersonKey("user" + i);
        names.add(new Corpora.PersonNames(key, "Person " + i, List.of()));
        for (int j = 0; j < MESSAGES; j++) {
          long id = (long) MESSAGES * i + j;
          chat.add(new Message(id, key, start.plusSeconds(60 * id), null, "words " + id));
        }
      }
      return chat.finish(names).people().stream().map(person -> person.id()).toList();
    }
  }
}
