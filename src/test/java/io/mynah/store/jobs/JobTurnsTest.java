package io.mynah.store.jobs;

import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.importChat;
import static io.mynah.store.StoreFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Address;
import io.mynah.domain.Effort;
import io.mynah.domain.Job;
import io.mynah.domain.Message;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonKey;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.TestPostgres;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.database.Database;
import io.mynah.store.database.Dialect;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** The table by which the next job is chosen says what the table of jobs says. */
@OnEachDatabase
class JobTurnsTest {
  private static final int OWNERS = 3;
  private static final int PEOPLE = 6;
  private static final int THREADS = 4;

  private static final String COUNTED =
      """
      select owner || ' ' || count(case when state = 'QUEUED' and notice_address is not null then 1 end)
        || ' ' || count(case when state = 'QUEUED' and notice_address is null then 1 end)
        || ' ' || count(case when state = 'RUNNING' then 1 end)
      from jobs group by owner order by owner""";

  private static final String STORED =
      "select owner || ' ' || asked || ' ' || unasked || ' ' || running from job_turns order by owner";

  @Parameter DatabaseKind kind;
  @TempDir Path folder;

  private static List<String> list(Handle handle, String query) {
    return handle.createQuery(query).mapTo(String.class).list();
  }

  private static void assertTurnsAreCounted(Database database) {
    assertThat(database.<List<String>>read(h -> list(h, STORED)))
        .isEqualTo(database.<List<String>>read(h -> list(h, COUNTED)));
  }

  private static OwnerId owner(int number) {
    return new OwnerId("telegram:" + number);
  }

  private static List<Person> people(Database database, int owner) {
    List<Message> messages =
        LongStream.range(0, PEOPLE)
            .mapToObj(i -> message(i, new PersonKey("user" + i), "x"))
            .toList();
    return importChat(new Corpora(database), owner(owner), messages).people();
  }

  /** Somebody asks for a training or cancels one, a worker does something, or all is forgotten. */
  private static void change(Database database, List<Person> people, SplittableRandom random) {
    Jobs jobs = new Jobs(database);
    JobClaims claims = new JobClaims(database, "worker");
    int number = random.nextInt(people.size());
    OwnerId owner = owner(number / PEOPLE);
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> {
        MessageRef notice =
            random.nextBoolean() ? new MessageRef(new Address("telegram:1"), "6") : null;
        try {
          Job unused = jobs.enqueue(owner, people.get(number).id(), Effort.GOOD, notice, NOW);
        } catch (NoSuchElementException forgotten) {
          // They were.
        }
      }
      case 4, 5 -> jobs.latest(people.get(number).id()).ifPresent(j -> jobs.cancel(j.id(), NOW));
      case 6, 7, 8 -> {
        Optional<JobClaims.Claim> claim = claims.claim();
        claim.ifPresent(
            taken -> {
              boolean unused =
                  random.nextBoolean()
                      ? claims.finish(taken, NOW)
                      : random.nextBoolean() && claims.requeue(taken);
            });
      }
      case 9 -> {
        List<Job> unused = new JobClaims(database, "another").requeueAbandoned();
      }
      case 10 -> {
        if (random.nextInt(4) == 0) {
          new Corpora(database).forget(owner, people.get(number).id());
        }
      }
      default -> {
        if (random.nextInt(40) == 0) {
          new Corpora(database).forgetEverything(owner);
        }
      }
    }
  }

  @Test
  void whateverBecomesOfJobsTheirOwnersTurnsAreCounted() {
    try (Database database = kind.open(folder, TestKeys.MASTER)) {
      SplittableRandom random = new SplittableRandom(5);
      List<Person> people = new ArrayList<>();
      for (int owner = 0; owner < OWNERS; owner++) {
        people.addAll(people(database, owner));
      }
      for (int i = 0; i < 300; i++) {
        change(database, people, random);
        assertTurnsAreCounted(database);
      }
      for (int owner = 0; owner < OWNERS; owner++) {
        new Corpora(database).forgetEverything(owner(owner));
      }
      assertThat(database.<List<String>>read(h -> list(h, STORED))).isEmpty();
    }
  }

  @Test
  void manyAtOnceNeitherMiscountNorWaitForEachOtherInACircle() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try (Database database = kind.open(folder, TestKeys.MASTER)) {
      List<Person> people = new ArrayList<>();
      for (int owner = 0; owner < OWNERS; owner++) {
        people.addAll(people(database, owner));
      }
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        SplittableRandom random = new SplittableRandom(i);
        work.add(
            () -> {
              for (int j = 0; j < 150; j++) {
                change(database, people, random);
              }
              return null;
            });
      }
      for (Future<Void> each : pool.invokeAll(work)) {
        each.get();
      }
      assertTurnsAreCounted(database);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void jobsOfAnEarlierVersionHaveTheirTurns() {
    Path other = folder.resolve("earlier");
    if (kind == DatabaseKind.POSTGRES) {
      String unused = TestPostgres.emptyUrl(other, "UTF8");
    }
    Dialect dialect = kind.dialect(other);
    Flyway.configure()
        .dataSource(dialect.unpooled())
        .locations(dialect.migrations())
        .target("7")
        .load()
        .migrate();
    Jdbi.create(dialect.unpooled()).useHandle(JobTurnsTest::addJobs);
    try (Database database = kind.open(other, TestKeys.MASTER)) {
      assertThat(database.<List<String>>read(h -> list(h, STORED)))
          .containsExactly("telegram:1 0 0 0", "telegram:2 1 1 1");
      assertThat(new JobClaims(database, "worker").claim().orElseThrow().number()).isEqualTo(8);
    }
  }

  private static void addJobs(Handle handle) {
    handle.execute(
        "insert into chats (owner, source_key, title, title_at, imported_at) values (?, ?, ?, 0, 1)",
        "telegram:1",
        new byte[1],
        new byte[1]);
    List<String> states = List.of("DONE", "QUEUED", "QUEUED", "RUNNING");
    for (int i = 0; i < states.size(); i++) {
      handle.execute(
          """
          insert into people (chat_id, person_key, name, name_at, messages, first_at, last_at)
          select id, ?, ?, 0, 1, 0, 0 from chats""",
          new byte[] {(byte) i},
          new byte[1]);
      handle.execute(
          """
          insert into jobs (owner, person_id, effort, state, fraction, notice_address,
            notice_message, served, created_at)
          select ?, max(id), 'GOOD', ?, 0, ?, ?, ?, 0 from people""",
          i == 0 ? "telegram:1" : "telegram:2",
          states.get(i),
          i == 1 ? "telegram:2" : null,
          i == 1 ? "6" : null,
          Arrays.asList(7, null, null, 5).get(i));
    }
  }
}
