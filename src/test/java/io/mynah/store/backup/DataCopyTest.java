package io.mynah.store.backup;

import static io.mynah.store.StoreFixture.BELLA;
import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OWNER;
import static io.mynah.store.StoreFixture.anyFileHolds;
import static io.mynah.store.StoreFixture.bellaReacts;
import static io.mynah.store.StoreFixture.importChat;
import static io.mynah.store.StoreFixture.message;
import static io.mynah.store.StoreFixture.named;
import static io.mynah.store.StoreFixture.person;
import static io.mynah.store.StoreFixture.twoPeople;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.mynah.domain.Address;
import io.mynah.domain.JobId;
import io.mynah.domain.OwnerId;
import io.mynah.domain.Person;
import io.mynah.domain.PersonId;
import io.mynah.domain.Reactions;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.TestBlobs;
import io.mynah.store.conversation.Uploads;
import io.mynah.store.corpora.Corpora;
import io.mynah.store.corpora.PersonReactions;
import io.mynah.store.database.Database;
import io.mynah.vault.PlainKeys;
import io.mynah.vault.TestKeys;
import io.mynah.vault.WrappingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a database and its blobs that are made while others write. */
class DataCopyTest {
  @TempDir Path home;
  @TempDir Path elsewhere;
  private WrappingKey master = TestKeys.MASTER;
  private Database database;
  private TestBlobs blobs;

  @BeforeEach
  void open() {
    database = Database.sqlite(home.resolve("mynah.db"), master);
    blobs = new TestBlobs(database, home.resolve("blobs"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private DataCopy copy() {
    return new DataCopy(home.resolve("mynah.db"), home.resolve("blobs"));
  }

  private Path file() {
    return elsewhere.resolve("mynah.db");
  }

  private Path contents() throws IOException {
    return Files.createDirectories(elsewhere.resolve("blobs"));
  }

  private DataCopy.Copied copied() throws IOException {
    return copy().copy(file(), contents()).orElseThrow();
  }

  private DataCheck.Finding finding() throws IOException {
    try (Database copy = Database.sqlite(file(), master)) {
      return DataCheck.of(copy, contents());
    }
  }

  @Test
  void holdsWhatThereIsAndNoFileThatNobodyNames() throws Exception {
    Person bella = person(twoPeople(new Corpora(database), OWNER), BELLA);
    Reactions reactions = new Reactions(9, 3, new TreeMap<>(Map.of("❤", 2, "👍", 1)));
    bellaReacts(new Corpora(database), OWNER, reactions);
    blobs.put(BlobName.model(new PersonId(1)), new byte[] {1, 2, 3});
    blobs.put(BlobName.upload(7, 0), new byte[] {4});
    Files.write(home.resolve("blobs").resolve("a-draft"), new byte[9]);
    DataCopy.Copied copied = copied();

    assertThat(copied.blobs()).containsOnlyKeys("model", "upload");
    assertThat(copied.blobBytes()).isEqualTo(4);
    assertThat(copied.lost()).isZero();
    assertThat(contents()).isDirectoryNotContaining("glob:**a-draft");
    assertThat(finding()).isEqualTo(DataCheck.Finding.WHOLE);
    try (Database copy = Database.sqlite(file(), master)) {
      assertThat(new Corpora(copy).people(OWNER))
          .extracting(Person::name)
          .containsExactlyInAnyOrder("Bella", "Tim");
      assertThat(new PersonReactions(copy).of(bella)).isEqualTo(reactions);
    }
  }

  @Test
  void nothingThatWasErasedIsInTheFile() throws Exception {
    database.close();
    Files.delete(home.resolve("mynah.db"));
    master = new PlainKeys();
    open();
    Corpora corpora = new Corpora(database);
    Person bella =
        person(
            importChat(
                corpora,
                List.of(message(1, BELLA, "kingfisher"), message(2, BELLA, "woodpecker")),
                named(BELLA, "Bella")),
            BELLA);
    corpora.forget(OWNER, bella.id());
    // Free pages with remains, as a killed process may leave them.
    database.jdbi().useHandle(h -> h.execute("pragma secure_delete = false"));
    copied();
    assertThat(anyFileHolds(elsewhere, "kingfisher")).isFalse();
    assertThat(anyFileHolds(elsewhere, "woodpecker")).isFalse();
  }

  @Test
  void whoIsErasedAfterTheDatabaseWasCopiedIsNoticed() throws Exception {
    Corpora corpora = new Corpora(database);
    Person bella = person(twoPeople(corpora, OWNER), BELLA);
    copied();
    assertThat(copy().holdsNoDestroyedKey(file())).isTrue();
    twoPeople(corpora, new OwnerId("telegram:3"));
    assertThat(copy().holdsNoDestroyedKey(file())).as("more is no less").isTrue();
    corpora.forget(OWNER, bella.id());
    assertThat(copy().holdsNoDestroyedKey(file())).isFalse();
    copied();
    assertThat(copy().holdsNoDestroyedKey(file())).isTrue();
    corpora.forgetEverything(OWNER);
    assertThat(copy().holdsNoDestroyedKey(file())).isFalse();
  }

  @Test
  void anUploadThatIsDeletedAfterTheDatabaseWasCopiedIsNoticedToo() throws Exception {
    Uploads uploads = new Uploads(database);
    Uploads.StoredUpload upload =
        uploads.add(
            new Uploads.StoredUpload(
                0, OWNER, new Address("telegram:1"), "received", "[]", null, null, NOW));
    copied();
    assertThat(copy().holdsNoDestroyedKey(file())).isTrue();
    uploads.delete(upload.id());
    assertThat(copy().holdsNoDestroyedKey(file())).isFalse();
  }

  @Test
  void aFileThatIsNoDatabaseFailsAsADiskDoes() throws Exception {
    Path other = Files.writeString(elsewhere.resolve("other.db"), "no database".repeat(100));
    DataCopy copy = new DataCopy(other, home.resolve("blobs"));
    assertThatIOException().isThrownBy(() -> copy.copy(file(), contents()));
    assertThatIOException().isThrownBy(() -> copy.holdsNoDestroyedKey(file()));
  }

  @Test
  void aFileThatWasLostOrDamagedBeforeIsNotNamedInTheCopy() throws Exception {
    blobs.put(BlobName.model(new PersonId(1)), new byte[] {1, 2, 3});
    blobs.put(BlobName.model(new PersonId(2)), new byte[] {1, 2, 3});
    blobs.put(BlobName.model(new PersonId(3)), new byte[] {1, 2, 3});
    Files.delete(blobs.file(BlobName.model(new PersonId(1))));
    Files.write(blobs.file(BlobName.model(new PersonId(2))), new byte[] {1, 2});
    DataCopy.Copied copied = copied();

    assertThat(copied.lost()).isEqualTo(2);
    assertThat(copied.blobs()).containsEntry("model", 1);
    assertThat(finding()).isEqualTo(DataCheck.Finding.WHOLE);
    assertThat(blobs.names()).as("nothing changes here").hasSize(3);
  }

  @Test
  void aCopyThatLacksAFileOrHasABrokenPageIsFound() throws Exception {
    twoPeople(new Corpora(database), OWNER);
    blobs.put(BlobName.model(new PersonId(1)), new byte[] {1, 2, 3});
    copied();
    Path content = contents().resolve(blobs.file(BlobName.model(new PersonId(1))).getFileName());
    Files.write(content, new byte[] {1, 2});
    assertThat(finding()).isEqualTo(DataCheck.Finding.MISSING_BLOBS);
    Files.write(content, new byte[] {1, 2, 3});
    assertThat(finding()).isEqualTo(DataCheck.Finding.WHOLE);
    try (Database copy = Database.sqlite(file(), master)) {
      copy.jdbi()
          .useHandle(
              h -> {
                h.execute("pragma foreign_keys = false");
                h.execute("delete from chats");
              });
    }
    assertThat(finding()).isEqualTo(DataCheck.Finding.DAMAGED_DATABASE);
  }

  @Test
  void eachCopyIsWholeWhileOthersWriteReplaceAndErase() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    Thread replacing =
        writer(
            ended,
            () -> {
              for (int person = 1; person <= 4; person++) {
                blobs.put(BlobName.model(new PersonId(person)), new byte[20_000]);
                blobs.put(BlobName.checkpoint(new JobId(1), "f"), new byte[9]);
              }
              blobs.store().delete(BlobName.Group.CHECKPOINTS);
            });
    Thread erasing =
        writer(
            ended,
            () -> {
              Corpora corpora = new Corpora(database);
              twoPeople(corpora, OWNER);
              corpora.forgetEverything(OWNER);
            });
    try {
      for (int i = 0; i < 15; i++) {
        Files.deleteIfExists(file());
        assertThat(copied().lost()).as("nothing was lost").isZero();
        assertThat(finding()).as("copy %d", i).isEqualTo(DataCheck.Finding.WHOLE);
      }
    } finally {
      ended.set(true);
      replacing.join();
      erasing.join();
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static Thread writer(AtomicBoolean ended, Work work) {
    Thread thread =
        new Thread(
            () -> {
              while (!ended.get()) {
                try {
                  work.run();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              }
            });
    thread.start();
    return thread;
  }
}
