package io.mynah.models;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.JobId;
import io.mynah.domain.PersonId;
import io.mynah.domain.TestPerson;
import io.mynah.store.blobs.BlobChange;
import io.mynah.store.blobs.BlobName;
import io.mynah.store.blobs.TestBlobs;
import io.mynah.store.database.Change;
import io.mynah.vault.DataKey;
import io.mynah.vault.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  private static final PersonId BELLA = new PersonId(7);
  private static final JobId JOB = new JobId(3);

  @TempDir Path folder;
  private final MarkedFormat format = new MarkedFormat();
  private TestBlobs blobs;
  private ModelLibrary library;

  @BeforeEach
  void open() {
    blobs = TestBlobs.beside(folder.resolve("blobs"));
    library =
        new ModelLibrary(blobs.store(), format, TestKeys::ofModels, 1 << 20, Duration.ofHours(1));
  }

  private void publish(String mark) throws IOException {
    library.publish(BELLA, new MarkedModel(mark, 100), Change.NOTHING);
  }

  private static String borrowed(ModelLibrary library) throws Exception {
    try (ModelLibrary.Lease lease = library.borrow(TestPerson.of(BELLA))) {
      return ((MarkedModel) lease.model()).mark();
    }
  }

  private Path file() {
    return blobs.file(BlobName.model(BELLA));
  }

  private void assertDamaged(byte[] bytes) throws IOException {
    Files.write(file(), bytes);
    assertThatThrownBy(() -> library.borrow(TestPerson.of(BELLA))).isInstanceOf(DamagedModel.class);
    assertThat(library.intact(BELLA)).isFalse();
  }

  @Test
  void aPublishedModelIsThereForTheNextProcess() throws Exception {
    publish("bella");
    ModelLibrary next =
        new ModelLibrary(blobs.store(), format, TestKeys::ofModels, 1 << 20, Duration.ofHours(1));

    assertThat(borrowed(next)).isEqualTo("bella");
    assertThat(next.has(BELLA)).isTrue();
    assertThat(next.intact(BELLA)).isTrue();
    assertThat(next.storedBytes(BELLA)).isEqualTo(Files.size(file()));
    assertThatThrownBy(() -> next.borrow(TestPerson.of(new PersonId(8))))
        .isInstanceOf(MissingModel.class);
  }

  @Test
  void oneWrongBitAnywhereInTheFileIsNoticed() throws Exception {
    publish("bella");
    byte[] whole = Files.readAllBytes(file());
    for (int bit = 0; bit < 8 * whole.length; bit += 3) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertDamaged(damaged);
    }
    Files.write(file(), whole);
    assertThat(borrowed(library)).isEqualTo("bella");
    assertThat(format.read).hasSize(1);
  }

  @Test
  void aFileCutOffAnywhereOrTooLongIsNoticed() throws Exception {
    publish("bella");
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      assertDamaged(Arrays.copyOf(whole, length));
    }
    assertDamaged(Arrays.copyOf(whole, whole.length + 1));
    Files.write(file(), whole);
    assertThat(borrowed(library)).isEqualTo("bella");
  }

  @Test
  void bytesOfOtherOriginAreNotReadAsAModel() throws Exception {
    publish("bella");
    ByteArrayOutputStream objects = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(objects)) {
      out.writeObject(List.of("a", "b"));
    }
    assertDamaged(new byte[10_000]);
    assertDamaged(objects.toByteArray());
    assertDamaged("PK\3\4 some archive".repeat(100).getBytes(UTF_8));
    assertThat(format.read).isEmpty();
  }

  @Test
  void aWholeFileOfAnotherVersionOrWithMoreThanAModelIsNotRead() throws Exception {
    publish("bella");
    byte[] whole = Files.readAllBytes(file());
    byte[] newer = whole.clone();
    newer[11]++;
    assertDamaged(newer);
    assertThat(format.read).isEmpty();

    format.longer = true;
    publish("bella");
    assertDamaged(Files.readAllBytes(file()));
  }

  @Test
  void aModelOfAnotherPersonOrSealedWithAnotherKeyIsNotRead() throws Exception {
    PersonId tim = new PersonId(8);
    library.publish(tim, new MarkedModel("tim", 100), Change.NOTHING);
    byte[] foreign = Files.readAllBytes(blobs.file(BlobName.model(tim)));
    publish("bella");
    assertDamaged(foreign);

    DataKey other = TestKeys.MASTER.newKey();
    try (ModelLibrary elsewhere =
        new ModelLibrary(
            blobs.store(), format, person -> Optional.of(other), 1 << 20, Duration.ofHours(1))) {
      elsewhere.publish(BELLA, new MarkedModel("other", 100), Change.NOTHING);
    }
    assertDamaged(Files.readAllBytes(file()));
    assertThat(format.read).isEmpty();
  }

  @Test
  void aModelOfSomeoneWhoWasForgottenIsNeitherKeptNorRead() throws Exception {
    publish("bella");
    try (ModelLibrary nobodys =
        new ModelLibrary(
            blobs.store(), format, person -> Optional.empty(), 1 << 20, Duration.ofHours(1))) {
      assertThatThrownBy(() -> nobodys.borrow(TestPerson.of(BELLA)))
          .isInstanceOf(MissingModel.class);
      assertThatThrownBy(() -> nobodys.publish(BELLA, new MarkedModel("again", 1), Change.NOTHING))
          .isInstanceOf(UnknownPerson.class);
    }
    assertThat(blobs.names()).containsExactly("model/7");
    assertThat(blobs.files()).hasSize(1);
  }

  @Test
  void nothingOfAModelCanBeReadInItsFile() throws Exception {
    String mark = "a sentence that Bella wrote";
    publish(mark);
    library.keepCandidate(BELLA, JOB, new MarkedModel(mark, 1), Change.NOTHING);
    assertThat(blobs.files()).hasSize(2);
    for (Path file : blobs.files()) {
      assertThat(Files.readString(file, ISO_8859_1)).doesNotContain(mark);
    }
  }

  @Test
  void aDamagedModelCanBeDeletedOrReplaced() throws Exception {
    publish("bella");
    assertDamaged(new byte[3]);
    publish("bella again");
    assertThat(borrowed(library)).isEqualTo("bella again");

    Files.write(file(), new byte[3]);
    library.delete(BELLA);
    assertThat(blobs.names()).isEmpty();
    assertThat(blobs.files()).isEmpty();
    assertThatThrownBy(() -> library.borrow(TestPerson.of(BELLA))).isInstanceOf(MissingModel.class);
  }

  @Test
  void anInterruptDoesNotMakeAModelSeemDamaged() throws Exception {
    publish("bella");
    Thread.currentThread().interrupt();
    assertThat(library.intact(BELLA)).isTrue();
    assertThat(borrowed(library)).isEqualTo("bella");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aModelIsPublishedWithTheChangeThatRecordsItOrNotAtAll() throws Exception {
    publish("bella");
    assertThatThrownBy(
            () -> library.publish(BELLA, new MarkedModel("refused", 1), transaction -> false))
        .isInstanceOf(UnknownPerson.class);
    library.keepCandidate(BELLA, JOB, new MarkedModel("better", 1), Change.NOTHING);
    assertThatThrownBy(() -> library.promote(BELLA, JOB, BlobChange.of(transaction -> false)))
        .isInstanceOf(UnknownPerson.class);

    assertThat(borrowed(library)).isEqualTo("bella");
    assertThat(library.candidateIntact(BELLA, JOB)).isTrue();
    assertThat(blobs.files()).hasSize(2);
  }

  @Test
  void aModelThatCannotBeWrittenLeavesTheOneBeforeAndNothingElse() throws Exception {
    publish("bella");
    format.diskFull = true;
    assertThatThrownBy(() -> publish("half written")).isInstanceOf(IOException.class);
    assertThatThrownBy(
            () ->
                library.keepCandidate(
                    BELLA, JOB, new MarkedModel("half written", 1), Change.NOTHING))
        .isInstanceOf(IOException.class);

    assertThat(borrowed(library)).isEqualTo("bella");
    assertThat(blobs.names()).containsExactly("model/7");
    assertThat(blobs.files()).hasSize(1);
  }

  @Test
  void whateverMomentItIsReadTheFileIsWhole() throws Exception {
    publish("version 0");
    var pool = Executors.newFixedThreadPool(2);
    try {
      Future<?> writing =
          pool.submit(
              () -> {
                for (int version = 1; version <= 60; version++) {
                  publish("version " + version);
                }
                return null;
              });
      int before = 0;
      while (!writing.isDone()) {
        MarkedModel model;
        try (ModelLibrary.Lease read = library.read(BELLA)) {
          model = (MarkedModel) read.model();
        }
        int version = Integer.parseInt(model.mark().substring("version ".length()));
        assertThat(version).isGreaterThanOrEqualTo(before);
        before = version;
      }
      writing.get();
    } finally {
      pool.shutdownNow();
    }
    assertThat(borrowed(library)).isEqualTo("version 60");
  }

  @Test
  void aCandidateReplacesTheModelOnlyWhenItIsWhole() throws Exception {
    publish("bella");
    assertThatThrownBy(() -> library.promote(BELLA, JOB, BlobChange.of(Change.NOTHING)))
        .isInstanceOf(MissingModel.class);
    library.keepCandidate(BELLA, JOB, new MarkedModel("damaged", 1), Change.NOTHING);
    Files.write(blobs.file(BlobName.candidate(BELLA, JOB)), new byte[100]);
    assertThat(library.candidateIntact(BELLA, JOB)).isFalse();
    assertThatThrownBy(() -> library.promote(BELLA, JOB, BlobChange.of(Change.NOTHING)))
        .isInstanceOf(DamagedModel.class);
    assertThat(borrowed(library)).isEqualTo("bella");

    library.keepCandidate(BELLA, JOB, new MarkedModel("better", 1), Change.NOTHING);
    assertThat(library.candidateIntact(BELLA, JOB)).isTrue();
    assertThat(borrowed(library)).isEqualTo("bella");
    library.promote(BELLA, JOB, BlobChange.of(Change.NOTHING));
    assertThat(borrowed(library)).isEqualTo("better");
    assertThat(blobs.names()).containsExactly("model/7");
    assertThat(blobs.files()).hasSize(1);
  }
}
