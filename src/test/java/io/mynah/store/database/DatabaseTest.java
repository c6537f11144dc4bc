package io.mynah.store.database;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.named;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.Effort;
import io.mynah.domain.PersonId;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.inbox.Inbox;
import io.mynah.store.jobs.Jobs;
import io.mynah.vault.BrokenSeal;
import io.mynah.vault.MasterKey;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What every kind of database does when it is opened, and when many use it. */
@OnEachDatabase
class DatabaseTest {
  @Parameter DatabaseKind kind;
  @TempDir Path folder;

  private Database database() {
    return kind.open(folder, TestKeys.MASTER);
  }

  private static List<String> query(Database database, String sql) {
    return Jdbi.create(database.dataSource())
        .withHandle(h -> h.createQuery(sql).mapTo(String.class).list());
  }

  private static List<String> migrations(Database database) {
    return query(
        database,
        "select version || ' ' || cast(success as text) from flyway_schema_history order by installed_rank");
  }

  @Test
  void theTablesOfAnotherVersionAreSaidToBeAndNotChanged() throws Exception {
    try (Database database = database()) {
      Jdbi.create(database.dataSource())
          .useHandle(h -> h.execute("update flyway_schema_history set checksum = 7"));
    }
    assertThatThrownBy(this::database).isInstanceOf(OtherVersion.class);
  }

  @Test
  void aDatabaseIsMigratedOnceAndKeepsWhatIsInIt() {
    List<String> first;
    try (Database database = database()) {
      first = migrations(database);
      assertThat(first).isNotEmpty().allMatch(version -> version.matches("\\d+ (1|true)"));
      twoPeople(new Corpora(database), OWNER);
    }
    try (Database database = database()) {
      assertThat(migrations(database)).isEqualTo(first);
      assertThat(new Corpora(database).people(OWNER)).hasSize(2);
    }
  }

  @Test
  void manyWhoWriteAtOnceWaitForEachOtherAndAllSucceed() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try (Database database = database()) {
      Corpora corpora = new Corpora(database);
      Jobs jobs = new Jobs(database);
      Inbox inbox = new Inbox(database, Clock.systemUTC());
      PersonId person = twoPeople(corpora, OWNER).people().get(0).id();
      List<Callable<Void>> everyone = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        long first = 100L * writer;
        everyone.add(
            () -> {
              for (long id = first; id < first + 50; id++) {
                inbox.put(0, id, "lane", "body");
              }
              return null;
            });
        everyone.add(
            () -> {
              for (int i = 0; i < 20; i++) {
                var job = jobs.enqueue(OWNER, person, Effort.GOOD, null, NOW);
                jobs.cancel(job.id(), NOW);
              }
              return null;
            });
        everyone.add(
            () -> {
              try (Corpora.Import chat = corpora.begin(OWNER, "chat:" + first, "C", NOW)) {
                for (int i = 0; i < 1_500; i++) {
                  chat.add(message(i, i % 2 == 0 ? BELLA : TIM, "text " + i));
                }
                chat.finish(List.of(named(BELLA, "Bella"), named(TIM, "Tim")));
              }
              return null;
            });
      }
      for (Future<Void> each : pool.invokeAll(everyone)) {
        each.get();
      }
      assertThat(inbox.pending()).hasSize(200);
      assertThat(corpora.people(OWNER).stream().mapToInt(p -> p.messages()).sum())
          .isEqualTo(4 * 1_500 + 2);
      assertThat(jobs.open(OWNER)).isEmpty();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void thePoolsCountWhatIsTakenOfThemSinceTheyAreAsked() {
    try (Database database = database()) {
      Inbox inbox = new Inbox(database, Clock.systemUTC());
      PoolStatistics readers =
          database.statistics().stream()
              .filter(pool -> pool.name().equals("readers"))
              .findFirst()
              .orElseThrow();
      assertThat(readers.taken()).isZero();
      assertThat(inbox.pending()).isEmpty();
      assertThat(inbox.pending()).isEmpty();
      assertThat(readers.taken()).isEqualTo(2);
      assertThat(readers.waited()).isPositive();
      assertThat(readers.timeouts()).isZero();
      assertThat(database.statistics()).extracting(PoolStatistics::name).doesNotHaveDuplicates();
      assertThat(database.<Integer>read(h -> readers.active())).as("in use").isEqualTo(1);
      assertThat(readers.active()).isZero();
    }
  }

  @Test
  void aProbeTellsThatTheMasterKeyIsAnotherByNow() {
    try (Database before = database();
        Database database = database()) {
      database.probe();
      before.rewrap(MasterKey.random());
      assertThatThrownBy(database::probe).isInstanceOf(BrokenSeal.class);
    }
  }
}
