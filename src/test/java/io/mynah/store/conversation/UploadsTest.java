package io.mynah.store.conversation;

import static io.mynah.store.StoreFixture.NOW;
import static io.mynah.store.StoreFixture.OTHER;
import static io.mynah.store.StoreFixture.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import io.mynah.domain.Address;
import io.mynah.domain.MessageRef;
import io.mynah.domain.OwnerId;
import io.mynah.store.DatabaseKind;
import io.mynah.store.OnEachDatabase;
import io.mynah.store.database.Database;
import io.mynah.vault.TestKeys;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

@OnEachDatabase
class UploadsTest {
  private static final Address HERE = new Address("telegram:1");
  private static final Address THERE = new Address("telegram:-100");

  @Parameter DatabaseKind kind;
  @TempDir Path folder;
  private Database database;
  private Uploads uploads;

  @BeforeEach
  void open() {
    database = kind.open(folder, TestKeys.MASTER);
    uploads = new Uploads(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Uploads.StoredUpload add(OwnerId owner, Address address) {
    return uploads.add(
        new Uploads.StoredUpload(
            0, owner, address, "NEW", "[\"f\"]", null, null, NOW.plusSeconds(3_600)));
  }

  private static Uploads.StoredUpload surveyed(Uploads.StoredUpload upload) {
    MessageRef notice = new MessageRef(upload.address(), "77");
    return new Uploads.StoredUpload(
        upload.id(),
        upload.owner(),
        upload.address(),
        "ASKED",
        "[\"f\",\"g\"]",
        "{\"chats\":[\"Bélla 👩‍👩‍👧\"]}",
        notice,
        upload.expiresAt().plusSeconds(1));
  }

  @Test
  void anUploadGoesOnInItsNewStateAfterARestart() {
    Uploads.StoredUpload upload = add(OWNER, HERE);
    assertThat(uploads.find(OWNER, upload.id())).contains(upload);
    uploads.update(surveyed(upload));
    database.close();
    open();

    assertThat(uploads.find(OWNER, upload.id())).contains(surveyed(upload));
    assertThat(uploads.all()).containsExactly(surveyed(upload));
  }

  @Test
  void nobodyElseFindsAnUpload() {
    Uploads.StoredUpload mine = add(OWNER, HERE);
    Uploads.StoredUpload elsewhere = add(OWNER, THERE);
    Uploads.StoredUpload theirs = add(OTHER, HERE);
    Uploads.StoredUpload newer = add(OWNER, HERE);

    assertThat(uploads.find(OTHER, mine.id())).isEmpty();
    assertThat(uploads.at(OWNER, HERE)).containsExactly(newer, mine);
    assertThat(uploads.at(OWNER, THERE)).containsExactly(elsewhere);
    assertThat(uploads.at(OTHER, HERE)).containsExactly(theirs);
    assertThat(uploads.at(OTHER, THERE)).isEmpty();
    assertThat(uploads.all()).containsExactly(mine, elsewhere, theirs, newer);
  }

  @Test
  void aDeletedUploadDoesNotComeBackAndItsIdIsNotGivenAgain() {
    Uploads.StoredUpload deleted = add(OWNER, HERE);
    uploads.delete(deleted.id());
    uploads.update(surveyed(deleted));
    assertThat(uploads.all()).isEmpty();

    // A button under an old message must not mean another upload.
    assertThat(add(OWNER, HERE).id()).isGreaterThan(deleted.id());
  }

  @Test
  void uploadsAreCountedByState() {
    assertThat(uploads.countByState()).isEmpty();
    Uploads.StoredUpload first = add(OWNER, HERE);
    add(OWNER, THERE);
    add(OTHER, HERE);
    uploads.update(surveyed(first));
    assertThat(uploads.countByState()).containsOnly(Map.entry("NEW", 2L), Map.entry("ASKED", 1L));
  }
}
