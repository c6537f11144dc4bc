package io.mynah.app.wiring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.domain.PersonId;
import io.mynah.domain.TestPerson;
import io.mynah.domain.VoiceBase;
import io.mynah.lm.Chats;
import io.mynah.lm.LanguageModel;
import io.mynah.lm.OtherBase;
import io.mynah.lm.Training;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.training.VoiceTrainer;
import io.mynah.models.DamagedModel;
import io.mynah.models.ModelLibrary;
import io.mynah.store.blobs.TestBlobs;
import io.mynah.store.database.Change;
import io.mynah.vault.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Voices that are trained from a transformer base belong to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class VoiceLearningTest {
  private static final PersonId BELLA = new PersonId(1);
  private static final PersonId ADA = new PersonId(2);
  private static final List<Turn> CHAT = Chats.ofTwo(120, 1);

  @TempDir static Path folder;
  private TestBlobs blobs;
  private Path base;
  private Path otherBase;
  private Training bella;
  private Training ada;

  @BeforeAll
  void train() throws Exception {
    blobs = TestBlobs.beside(folder.resolve("blobs"));
    base = SmallBase.write(folder.resolve("my.base"), 1);
    otherBase = SmallBase.write(folder.resolve("other.base"), 2);
    bella = trained(learning(base), "bella", asked -> false);
    assertThat(folder.resolve("bella/chat/network")).as("the base is known").isNotEmptyFile();
    assertThat(bella.stages).as("the network is of use").endsWith(VoiceTrainer.NEURAL);
    ada = new Training(null).run(Chats.ofTwo(60, 3), folder.resolve("ada"));
  }

  private static VoiceLearning learning(Object base) {
    return SmallBase.learning(base);
  }

  private static Training trained(
      VoiceLearning learning, String checkpoints, IntPredicate cancelling) throws Exception {
    return SmallBase.train(learning, CHAT, folder.resolve(checkpoints), cancelling);
  }

  /** The last model that a training made, whether or not an earlier one was better. */
  private static byte[] last(Training training) {
    return requireNonNull(training.last);
  }

  private ModelLibrary library(VoiceLearning learning) {
    return new ModelLibrary(
        blobs.store(), learning.format(), TestKeys::ofModels, 1 << 30, Duration.ofHours(1));
  }

  /** Publishes both voices where the base is the one that Bella's was trained from. */
  private void publish() throws IOException {
    try (ModelLibrary library = library(learning(base));
        LanguageModel ofBella = bella.voice();
        LanguageModel ofAda = ada.voice()) {
      library.publish(BELLA, ofBella, Change.NOTHING);
      library.publish(ADA, ofAda, Change.NOTHING);
    }
  }

  private static void speaks(ModelLibrary library, PersonId person) throws Exception {
    try (ModelLibrary.Lease lease = library.borrow(TestPerson.of(person))) {
      float[] next = new float[lease.model().vocabulary()];
      lease.model().start().probabilities(next);
      assertThat(next[10]).isBetween(0f, 1f);
    }
  }

  @Test
  void voicesAreReadWhereTheirBaseIs() throws Exception {
    publish();
    try (ModelLibrary library = library(learning(base))) {
      speaks(library, BELLA);
      speaks(library, ADA);
    }
  }

  @Test
  void aVoiceOfAnotherBaseIsAsOneThatIsDamagedAndTheOthersSpeakOn() throws Exception {
    publish();
    for (Object now : List.of(otherBase, "none", "shipped")) {
      try (ModelLibrary library = library(learning(now))) {
        assertThatThrownBy(() -> speaks(library, BELLA))
            .as("%s", now)
            .isInstanceOf(DamagedModel.class)
            .hasMessageContaining("another base")
            .hasCauseInstanceOf(OtherBase.class);
        assertThat(library.intact(BELLA)).isFalse();
        assertThat(library.has(BELLA)).as("nothing is deleted by reading").isTrue();
        speaks(library, ADA);
      }
    }
    try (ModelLibrary library = library(learning(base))) {
      speaks(library, BELLA);
    }
  }

  @Test
  void aVoiceGoesOnWithAnAddedBaseWhateverIsChosenUntilThatIsRemoved() throws Exception {
    publish();
    BaseLibrary added = new BaseLibrary(folder.resolve("bases"));
    added.add("mine", new BaseLibrary.About("Mine", "mit"), file -> Files.copy(base, file));
    for (Object now : List.of(otherBase, "none", "shipped", folder.resolve("gone.base"))) {
      VoiceLearning learning = SmallBase.learning(now, added);
      try (ModelLibrary library = library(learning);
          ModelLibrary.Lease lease = library.read(BELLA)) {
        speaks(library, BELLA);
        assertThat(learning.bases().describe(lease.model().base().orElseThrow()))
            .as("%s", now)
            .contains(new VoiceBase("mine", false, "mit"));
      }
    }
    Path file = added.find("mine").orElseThrow();
    VoiceLearning chosen = SmallBase.learning(file, added);
    try (ModelLibrary library = library(chosen);
        ModelLibrary.Lease lease = library.read(BELLA)) {
      assertThat(chosen.bases().find(lease.model().base().orElseThrow()))
          .as("it is in memory once")
          .isSameAs(chosen.bases().get().get(0).get().network());
    }
    added.remove("mine");
    try (ModelLibrary library = library(SmallBase.learning(otherBase, added))) {
      assertThatThrownBy(() -> speaks(library, BELLA)).hasCauseInstanceOf(OtherBase.class);
    }
  }

  @Test
  void aBaseThatCannotBeReadDoesNotMakeAVoiceADamagedOne() throws Exception {
    publish();
    Path broken = Files.write(folder.resolve("broken.base"), new byte[100]);
    for (Path now : List.of(broken, folder.resolve("gone.base"))) {
      VoiceLearning learning = learning(now);
      try (ModelLibrary library = library(learning)) {
        assertThatThrownBy(() -> speaks(library, BELLA)).isInstanceOf(UncheckedIOException.class);
        speaks(library, ADA);
      }
      assertThatThrownBy(learning::trainer)
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("cannot be read");
    }
  }

  @Test
  void aTrainingThatWasCutOffInAnyLessonEndsAsOneThatWasNot() throws Exception {
    for (double share : new double[] {0.4, 0.7, 0.95}) {
      VoiceLearning learning = learning(base);
      String checkpoints = "cut" + share;
      int most = (int) (share * bella.asked());
      assertThatThrownBy(() -> trained(learning, checkpoints, asked -> asked > most))
          .isInstanceOf(TrainingCancelled.class);
      assertThat(last(trained(learning, checkpoints, asked -> false))).isEqualTo(last(bella));
    }
    assertThat(folder.resolve("cut0.95/person/network")).exists();
  }
}
