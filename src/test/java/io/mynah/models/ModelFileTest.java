package io.mynah.models;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.PersonId;
import io.mynah.domain.TestPerson;
import io.mynah.vault.DataKey;
import io.mynah.vault.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  private static final PersonId BELLA = new PersonId(7);

  @TempDir Path folder;
  private final MarkedFormat format = new MarkedFormat();
  private ModelLibrary library;

  @BeforeEach
  void open() {
    library = new ModelLibrary(folder, format, TestKeys::ofModels, 1 << 20, Duration.ofHours(1));
  }

  private void publish(String mark) throws IOException {
    library.publish(BELLA, new MarkedModel(mark, 100));
  }

  private static String borrowed(ModelLibrary library) throws Exception {
    try (ModelLibrary.Lease lease = library.borrow(TestPerson.of(BELLA))) {
      return ((MarkedModel) lease.model()).mark();
    }
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".model")).findFirst().orElseThrow();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
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
        new ModelLibrary(folder, format, TestKeys::ofModels, 1 << 20, Duration.ofHours(1));

    assertThat(borrowed(next)).isEqualTo("bella");
    assertThat(next.has(BELLA)).isTrue();
    assertThat(next.intact(BELLA)).isTrue();
    assertThat(next.fileBytes(BELLA)).isEqualTo(Files.size(file()));
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
    library.publish(tim, new MarkedModel("tim", 100));
    byte[] foreign = Files.readAllBytes(folder.resolve("8.model"));
    publish("bella");
    assertDamaged(foreign);

    DataKey other = TestKeys.MASTER.newKey();
    try (ModelLibrary elsewhere =
        new ModelLibrary(
            folder, format, person -> Optional.of(other), 1 << 20, Duration.ofHours(1))) {
      elsewhere.publish(BELLA, new MarkedModel("other", 100));
    }
    assertDamaged(Files.readAllBytes(file()));
    assertThat(format.read).isEmpty();
  }

  @Test
  void aModelOfSomeoneWhoWasForgottenIsNeitherKeptNorRead() throws Exception {
    publish("bella");
    try (ModelLibrary nobodys =
        new ModelLibrary(
            folder, format, person -> Optional.empty(), 1 << 20, Duration.ofHours(1))) {
      assertThatThrownBy(() -> nobodys.borrow(TestPerson.of(BELLA)))
          .isInstanceOf(MissingModel.class);
      assertThatThrownBy(() -> nobodys.publish(BELLA, new MarkedModel("again", 1)))
          .isInstanceOf(UnknownPerson.class);
    }
    assertThat(names()).containsExactly("7.model");
  }

  @Test
  void nothingOfAModelCanBeReadInItsFile() throws Exception {
    String mark = "a sentence that Bella wrote";
    publish(mark);
    library.keepCandidate(BELLA, new MarkedModel(mark, 1));
    assertThat(names()).hasSize(2);
    for (String name : names()) {
      assertThat(Files.readString(folder.resolve(name), ISO_8859_1)).doesNotContain(mark);
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
    assertThat(names()).isEmpty();
    assertThatThrownBy(() -> library.borrow(TestPerson.of(BELLA))).isInstanceOf(MissingModel.class);
  }

  @Test
  void anInterruptedReaderDoesNotTakeTheFileForDamaged() throws Exception {
    publish("bella");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> library.borrow(TestPerson.of(BELLA)))
        .isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> library.intact(BELLA)).isInstanceOf(UncheckedIOException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(borrowed(library)).isEqualTo("bella");
  }

  @Test
  void aModelThatCannotBeWrittenLeavesTheOneBeforeAndNothingElse() throws Exception {
    publish("bella");
    format.diskFull = true;
    assertThatThrownBy(() -> publish("half written")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> library.keepCandidate(BELLA, new MarkedModel("half written", 1)))
        .isInstanceOf(IOException.class);

    assertThat(borrowed(library)).isEqualTo("bella");
    assertThat(names()).containsExactly("7.model");
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
        MarkedModel model =
            (MarkedModel)
                new ModelFile(BELLA, TestKeys.ofModels(BELLA).orElseThrow(), format)
                    .read(folder.resolve("7.model"));
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
  void whatAKilledProcessLeftHalfWrittenIsDeletedAtTheNextStart() throws Exception {
    publish("bella");
    library.keepCandidate(BELLA, new MarkedModel("candidate", 1));
    Files.write(folder.resolve("7.model.1234.tmp"), new byte[100]);
    ModelLibrary next =
        new ModelLibrary(folder, format, TestKeys::ofModels, 1 << 20, Duration.ofHours(1));
    assertThat(names())
        .as("another process may be writing it")
        .containsExactly("7.candidate", "7.model", "7.model.1234.tmp");
    next.tidy();

    assertThat(names()).containsExactly("7.candidate", "7.model");
    assertThat(borrowed(next)).isEqualTo("bella");
  }

  @Test
  void aCandidateReplacesTheModelOnlyWhenItIsWhole() throws Exception {
    publish("bella");
    assertThatThrownBy(() -> library.promote(BELLA)).isInstanceOf(MissingModel.class);
    library.keepCandidate(BELLA, new MarkedModel("damaged", 1));
    Files.write(folder.resolve("7.candidate"), new byte[100]);
    assertThat(library.candidateIntact(BELLA)).isFalse();
    assertThatThrownBy(() -> library.promote(BELLA)).isInstanceOf(DamagedModel.class);
    assertThat(borrowed(library)).isEqualTo("bella");

    library.keepCandidate(BELLA, new MarkedModel("better", 1));
    assertThat(library.candidateIntact(BELLA)).isTrue();
    assertThat(borrowed(library)).isEqualTo("bella");
    library.promote(BELLA);
    assertThat(borrowed(library)).isEqualTo("better");
    assertThat(names()).containsExactly("7.model");
  }
}
