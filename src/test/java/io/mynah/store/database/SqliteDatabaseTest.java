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

  @Test
  void whatWasSetBeforeThereWereMoreSettingsIsKeptAndThoseHaveTheirDefaults() throws Exception {
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
          .contains(new Settings(0.7, Length.LONG, Effort.BEST, true, true, false, null));
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
