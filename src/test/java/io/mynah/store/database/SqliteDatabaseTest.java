package io.mynah.store.database;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mynah.domain.Effort;
import io.mynah.domain.Length;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Settings;
import io.mynah.store.conversation.OwnerPreferences;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.Removals;
import io.mynah.store.inbox.Inbox;
import io.mynah.vault.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to a database in a file of SQLite. */
class SqliteDatabaseTest {
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

  /** Makes a database as an earlier version left it, with something in it. */
  private void made(String version, String... statements) throws Exception {
    SqliteDialect dialect =
        new SqliteDialect(Files.createDirectories(file().getParent()).resolve("mynah.db"));
    dialect.prepare();
    Flyway.configure()
        .dataSource(dialect.unpooled())
        .locations(dialect.migrations())
        .target(version)
        .load()
        .migrate();
    Jdbi.create(dialect.unpooled())
        .useHandle(h -> Stream.of(statements).forEach(each -> h.execute(each)));
  }

  @Test
  void whatWasSetBeforeThereWereMoreSettingsIsKeptAndThoseHaveTheirDefaults() throws Exception {
    made(
        "1",
        "insert into preferences (owner, temperature, length, effort)"
            + " values ('local', 0.7, 'LONG', 'BEST')");
    try (Database database = Database.sqlite(file(), TestKeys.MASTER)) {
      assertThat(new OwnerPreferences(database).find(OwnerId.LOCAL))
          .contains(new Settings(0.7, Length.LONG, Effort.BEST, true, true, false, null));
    }
  }

  @Test
  void botsOfBeforeReactAndRemovalsOfBeforeAreNotComplete() throws Exception {
    made(
        "15",
        "insert into chats (id, owner, source_key, title, title_at, imported_at)"
            + " values (1, 'telegram:1', x'01', x'02', 0, 1)",
        "insert into people (id, chat_id, person_key, name, name_at, messages, first_at, last_at)"
            + " values (2, 1, x'03', x'04', 0, 0, 0, 0)",
        "insert into voice_bots (id, person_id, home, username, token, managed, shared, active)"
            + " values (3, 2, 'home', x'05', x'06', false, false, true)",
        "insert into removals (owner, erases, removed_at) values ('telegram:9', true, 5)");
    try (Database database = Database.sqlite(file(), TestKeys.MASTER)) {
      assertThat(query(database, "select reacts from voice_bots")).containsExactly("1");
      Removals removals = new Removals(database);
      assertThat(removals.pending())
          .containsExactly(new Removals.Removal(new OwnerId("telegram:9"), true));
      assertThat(removals.complete()).isEmpty();
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
}
