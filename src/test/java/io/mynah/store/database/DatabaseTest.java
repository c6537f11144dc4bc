package io.mynah.store.database;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.TIM;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.named;
import static io.mynah.store.StoreFixture.twoPeople;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mynah.domain.Effort;
import io.mynah.domain.Length;
import io.mynah.domain.OwnerId;
import io.mynah.domain.PersonId;
import io.mynah.domain.Settings;
import io.mynah.store.conversation.OwnerPreferences;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.inbox.Inbox;
import io.mynah.store.jobs.Jobs;
import io.mynah.vault.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("new/data/mynah.db");
  }

  private static List<String> query(Database database, String sql) {
    return Jdbi.create(database.dataSource())
        .withHandle(h -> h.createQuery(sql).mapTo(String.class).list());
  }

  private static void assertSound(Database database) {
    assertThat(query(database, "pragma integrity_check")).containsExactly("ok");
    assertThat(query(database, "pragma foreign_key_check")).isEmpty();
  }

  private static List<String> migrations(Database database) {
    return query(
        database,
        "select version || ' ' || success from flyway_schema_history order by installed_rank");
  }

  @Test
  void theTablesOfAnotherVersionAreSaidToBeAndNotChanged() throws Exception {
    try (Database database = Database.sqlite(file(), TestKeys.MASTER)) {
      Jdbi.create(database.dataSource())
          .useHandle(h -> h.execute("update flyway_schema_history set checksum = 7"));
    }
    assertThatThrownBy(() -> Database.sqlite(file(), TestKeys.MASTER))
        .isInstanceOf(OtherVersion.class);
  }

  @Test
  void anEmptyFolderBecomesASoundDatabaseThatLosesNothingInAPowerCut() {
    try (Database database = Database.sqlite(file(), TestKeys.MASTER)) {
      assertThat(query(database, "select name from sqlite_master where type = 'table'"))
          .contains("inbox", "chats", "people", "messages", "jobs", "voices", "scheduled_tasks");
      assertThat(query(database, "pragma journal_mode")).containsExactly("wal");
      assertThat(query(database, "pragma synchronous")).containsExactly("2");
      assertThat(query(database, "pragma foreign_keys")).containsExactly("1");
      assertThat(query(database, "pragma secure_delete")).containsExactly("1");
      assertSound(database);
    }
  }

  @Test
  void aDatabaseIsMigratedOnceAndKeepsWhatIsInIt() {
    List<String> first;
    try (Database database = Database.sqlite(file(), TestKeys.MASTER)) {
      first = migrations(database);
      assertThat(first).isNotEmpty().allMatch(version -> version.endsWith(" 1"));
      twoPeople(new Corpora(database), OWNER);
    }
    try (Database database = Database.sqlite(file(), TestKeys.MASTER)) {
      assertThat(migrations(database)).isEqualTo(first);
      assertThat(new Corpora(database).people(OWNER)).hasSize(2);
      assertSound(database);
    }
  }

  @Test
  void whatWasSetBeforeThereWereBurstsAndDelaysIsKeptAndBothAreOn() throws Exception {
    SqliteDialect dialect =
        new SqliteDialect(Files.createDirectories(file().getParent()).resolve("mynah.db"));
    dialect.prepare();
    Flyway.configure()
        .dataSource(dialect.unpooled())
        .locations(dialect.migrations())
        .target("1")
        .load()
        .migrate();
    Jdbi.create(dialect.unpooled())
        .useHandle(
            h ->
                h.execute(
                    "insert into preferences (owner, temperature, length, effort)"
                        + " values ('local', 0.7, 'LONG', 'BEST')"));
    try (Database database = Database.sqlite(file(), TestKeys.MASTER)) {
      assertThat(new OwnerPreferences(database).find(OwnerId.LOCAL))
          .contains(new Settings(0.7, Length.LONG, Effort.BEST, true, true, null));
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws Exception {
    Files.createDirectories(file().getParent());
    byte[] foreign = "my diary\n".repeat(1_000).getBytes(UTF_8);
    Files.write(file(), foreign);
    assertThatThrownBy(() -> Database.sqlite(file(), TestKeys.MASTER))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file()).hasBinaryContent(foreign);
  }

  /** What a process that is killed at this moment leaves on the disk. */
  private Path killed() throws Exception {
    Path target = Files.createDirectory(folder.resolve("killed"));
    try (Stream<Path> files = Files.list(file().getParent())) {
      for (Path each : files.toList()) {
        Files.copy(each, target.resolve(each.getFileName()));
      }
    }
    return target.resolve(file().getFileName());
  }

  @Test
  void aKillInTheMiddleOfAnImportLeavesNothingOfItAndAllThatWasAcknowledged() throws Exception {
    try (Database database = Database.sqlite(file(), TestKeys.MASTER)) {
      Corpora corpora = new Corpora(database);
      Inbox inbox = new Inbox(database, Clock.systemUTC());
      try (Corpora.Import chat = corpora.begin(OWNER, "personal_chat:1", "Bella", NOW)) {
        for (int i = 0; i < 3_000; i++) {
          chat.add(message(i, BELLA, "text " + i));
        }
        assertThat(inbox.put(0, 1, "lane", "body")).isTrue();
        try (Database next = Database.sqlite(killed(), TestKeys.MASTER)) {
          assertThat(new Corpora(next).chats(OWNER)).isEmpty();
          assertThat(new Inbox(next, Clock.systemUTC()).pending()).hasSize(1);
          assertSound(next);
        }
      }
    }
  }

  private Path changes() {
    return file().resolveSibling("mynah.db-wal");
  }

  @Test
  void theLogIsEmptySoonAfterMuchWasWrittenThoughNobodyWritesAnyMore() throws Exception {
    try (Database database = Database.sqlite(file(), TestKeys.MASTER)) {
      assertThat(new Inbox(database, Clock.systemUTC()).put(0, 1, "lane", "x".repeat(20 << 20)))
          .isTrue();
      await().untilAsserted(() -> assertThat(changes()).isEmptyFile());
    }
  }

  @Test
  void whoWritesAfterMuchWasWrittenCutsTheLogBackToLessThanWouldBeCopiedAgain() throws Exception {
    Files.createDirectories(file().getParent());
    SqliteDialect dialect = new SqliteDialect(file());
    dialect.prepare();
    try (Connection connection = dialect.unpooled().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table texts (text blob not null)");
      statement.execute("insert into texts values (zeroblob(20 << 20))");
      statement.execute("pragma wal_checkpoint(passive)");
      assertThat(Files.size(changes())).isGreaterThan(20 << 20);
      statement.execute("insert into texts values ('short')");
      assertThat(Files.size(changes())).isPositive().isLessThan(16 << 20);
    }
  }

  @Test
  void manyWhoWriteAtOnceWaitForEachOtherAndAllSucceed() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try (Database database = Database.sqlite(file(), TestKeys.MASTER)) {
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
      assertSound(database);
    } finally {
      pool.shutdownNow();
    }
  }
}
