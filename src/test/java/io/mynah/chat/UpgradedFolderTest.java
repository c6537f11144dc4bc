package io.mynah.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Message;
import io.mynah.domain.Person;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder as the release before sealing left it, and a bot that is started on it. */
class UpgradedFolderTest {
  private static final String SECRET = "kingfisher";

  @TempDir Path home;

  @BeforeEach
  void leave() throws Exception {
    String url = "jdbc:sqlite:" + home.resolve("mynah.db");
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:io/mynah/store/migration/sqlite")
        .target("4")
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("pragma journal_mode = wal");
      statement.execute(
          "insert into chats (id, owner, source_key, title, title_at, imported_at) values"
              + " (1, 'telegram:1', 'personal_chat:11', 'kingfisher chat', 5, 6)");
      statement.execute(
          "insert into people (id, chat_id, person_key, name, name_at, messages, first_at, last_at)"
              + " values (3, 1, 'user1', 'Bella', 5, 40, 1, 40)");
      statement.execute(
          "with recursive n(i) as (select 1 union all select i + 1 from n where i < 40)"
              + " insert into messages (chat_id, source_id, person_id, sent_at, text)"
              + " select 1, i, 3, i, 'kingfisher ' || i from n");
      statement.execute(
          "insert into personas (person_id, stage, validation_bits, trained_messages, trained_at)"
              + " values (3, 'neural', 2, 40, 50)");
      statement.execute(
          "insert into jobs (id, owner, person_id, effort, state, fraction, created_at)"
              + " values (9, 'telegram:1', 3, 'GOOD', 'RUNNING', 0.5, 60)");
    }
    leaveModel(home.resolve("models/3.model"));
    Path checkpoint = home.resolve("checkpoints/9/neural/network");
    Files.createDirectories(checkpoint.getParent());
    Files.writeString(checkpoint, SECRET);
  }

  /** A file of version 1. */
  private static void leaveModel(Path file) throws Exception {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    Parrot.FORMAT.write(new Parrot(SECRET + " from before"), new DataOutputStream(payload));
    ByteBuffer bytes = ByteBuffer.allocate(8 + 4 + 8 + 32 + payload.size());
    bytes.putLong(0x4d594e41484d444cL).putInt(1).putLong(payload.size());
    bytes.put(MessageDigest.getInstance("SHA-256").digest(payload.toByteArray()));
    Files.createDirectories(file.getParent());
    Files.write(file, bytes.put(payload.toByteArray()).array());
  }

  private Stream<Path> filesThatTell() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(Files::isRegularFile).filter(UpgradedFolderTest::tells).toList().stream();
    }
  }

  private static boolean tells(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(SECRET);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void isSealedAndItsVoiceSpeaksAndLearnsOn() throws Exception {
    assertThat(filesThatTell()).hasSizeGreaterThanOrEqualTo(3);
    try (Bot bot = new Bot(home)) {
      bot.school().hold();
      bot.start();
      assertThat(filesThatTell()).isEmpty();
      Someone ann = bot.someone(1);
      ann.says("/speak Bella");
      assertThat(ann.reads()).isEqualTo(SECRET + " from before");
      Person bella = bot.corpora().people(ann.owner()).get(0);
      assertThat(bella.name()).isEqualTo("Bella");
      assertThat(bot.corpora().messages(bot.corpora().chats(ann.owner()).get(0)))
          .hasSize(40)
          .extracting(Message::text)
          .startsWith(SECRET + " 1");
      bot.school().release();
      ann.awaitsQuiet();
      ann.says("/speak Bella");
      assertThat(ann.reads()).isEqualTo(SECRET + " 40");
      assertThat(filesThatTell()).isEmpty();
    }
  }

  @Test
  void itsVoiceLearnsAgainUnaskedForItLearnedBeforeSecretsWereMasked() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("mynah.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("delete from jobs");
      statement.execute("update personas set validation_bits = 0.001");
    }
    try (Bot bot = new Bot(home)) {
      bot.start();
      Someone ann = bot.someone(1);
      ann.awaitsQuiet();
      ann.says("/speak Bella");
      assertThat(ann.reads()).isEqualTo(SECRET + " 40");
      assertThat(bot.school().lessons()).hasSize(1);
    }
    try (Bot again = new Bot(home)) {
      again.start();
      again.someone(1).awaitsQuiet();
      assertThat(again.school().lessons()).isEmpty();
    }
  }
}
