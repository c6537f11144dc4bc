package io.mynah.store.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.PersonId;
import io.mynah.store.TestSqlite;
import io.mynah.store.database.Database;
import io.mynah.vault.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormerFoldersTest {
  @TempDir Path home;
  private Database database;
  private TestBlobs blobs;

  @BeforeEach
  void open() throws Exception {
    database = TestSqlite.open(home.resolve("mynah.db"), TestKeys.MASTER);
    blobs = new TestBlobs(database, home.resolve("blobs"));
    file("models/7.model", 70);
    file("models/7.candidate", 71);
    file("models/8.model", 80);
    file("models/8.model.1234.tmp", 81);
    file("uploads/3-0.sealed", 30);
    file("uploads/3-1.unfinished", 31);
    file("checkpoints/5/neural/network.sealed", 50);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void file(String name, int size) throws Exception {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[size]);
  }

  private void assertAdopted() throws Exception {
    assertThat(blobs.names()).containsExactly("model/7", "model/8", "upload/3/0");
    assertThat(blobs.file(BlobName.model(new PersonId(7)))).hasSize(70);
    assertThat(blobs.file(BlobName.model(new PersonId(8)))).hasSize(80);
    assertThat(blobs.file(BlobName.upload(3, 0))).hasSize(30);
    assertThat(blobs.files()).hasSize(3);
    assertThat(home.resolve("models")).doesNotExist();
    assertThat(home.resolve("uploads")).doesNotExist();
    assertThat(home.resolve("checkpoints")).doesNotExist();
  }

  @Test
  void whatAnEarlierVersionStoredIsTakenIn() throws Exception {
    FormerFolders folders = new FormerFolders(database, home.resolve("blobs"));
    folders.adopt(home);
    assertAdopted();
    folders.adopt(home);
    blobs.store().tidy();
    assertAdopted();
  }

  @Test
  void aKillInTheMiddleLosesNothing() throws Exception {
    // Its row was stored, and the file not moved.
    database
        .jdbi()
        .useHandle(
            h ->
                h.execute(
                    "insert into blobs (name, version, size) values ('model/7',"
                        + " '00000000-0000-4000-8000-000000000000', 70)"));
    new FormerFolders(database, home.resolve("blobs")).adopt(home);
    blobs.store().tidy();
    assertAdopted();
  }
}
