package io.mynah.lm.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.lm.BaseSource;
import io.mynah.lm.Chats;
import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.PretrainedBase;
import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.Training;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.Turn;
import io.mynah.lm.dl4j.RecurrentLearner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A voice whose training was cut off is the voice of an unbroken one, to the last byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ResumedVoiceTest {
  private static final List<Turn> CHAT = Chats.ofTwo(120, 1);

  @TempDir static Path folder;
  private final RecurrentLearner learner =
      new RecurrentLearner(
              new RecurrentConfig(16, 1, 4, 16, 1e-2, 10, 0.05, 0.99, 0.01, 1, 0.1, 0, 2, 4, true))
          .checkpointingEvery(Duration.ZERO);
  private final List<PretrainedBase> bases = new ArrayList<>();
  private byte[] unbroken = {};

  @BeforeAll
  void trainUnbroken() throws Exception {
    List<List<String>> conversations = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      conversations.add(Chats.ofTwo(2, i).stream().map(Turn::text).toList());
    }
    new Pretrainer(learner, 400)
        .learn(
            Conversations.split(conversations),
            Training.AMPLE,
            1,
            folder.resolve("base"),
            () -> false,
            new Pretrainer.Listener() {
              @Override
              public void progress(double fraction, Duration remaining) {}

              @Override
              public void improved(PretrainedBase base, double nats) {
                bases.add(base);
              }
            });
    Training training = new Training(learner);
    run(training, folder.resolve("unbroken"));
    unbroken = last(training);
    assertThat(folder.resolve("unbroken/chat/network")).as("the base is known").isNotEmptyFile();
    assertThat(training.stages).as("the network is of use").endsWith(VoiceTrainer.NEURAL);
  }

  private void run(Training training, Path checkpoints) throws Exception {
    training.hear(
        Training.trainer(learner, List.of(BaseSource.of(bases.get(bases.size() - 1))))
            .begin(
                TrainingData.of(Chats.BELLA, CHAT),
                Training.AMPLE,
                1,
                new CheckpointFolder(checkpoints),
                training));
  }

  private static byte[] last(Training training) {
    return training.models.get(training.models.size() - 1);
  }

  /** Cuts a training off when it was asked so often after a file was there, and goes on. */
  private void cutOff(Path checkpoints, String file, int later) throws Exception {
    int[] asked = {0};
    Training broken =
        new Training(
            learner, ever -> Files.exists(checkpoints.resolve(file)) && ++asked[0] > later);
    assertThatThrownBy(() -> run(broken, checkpoints)).isInstanceOf(TrainingCancelled.class);
    Training after = new Training(learner);
    run(after, checkpoints);
    assertThat(last(after)).isEqualTo(unbroken);
  }

  @Test
  void whereItIsCutOffInTheLessonOfTheChat() throws Exception {
    Path own = folder.resolve("chat");
    cutOff(own, "chat/network", 3);
  }

  @Test
  void whereItIsCutOffBetweenTheLessons() throws Exception {
    int[] asked = {0};
    Path own = folder.resolve("between");
    Training broken =
        new Training(learner, ever -> finished(own.resolve("chat/network")) && ++asked[0] > 1);
    assertThatThrownBy(() -> run(broken, own)).isInstanceOf(TrainingCancelled.class);
    assertThat(own.resolve("person/network")).doesNotExist();
    Training after = new Training(learner);
    run(after, own);
    assertThat(last(after)).isEqualTo(unbroken);
  }

  /** Whether a checkpoint says that nothing is left to do: the flag before the one of the best. */
  private static boolean finished(Path checkpoint) {
    try {
      return Files.exists(checkpoint) && Files.readAllBytes(checkpoint)[4 + 1 + 32 + 36] == 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whereItIsCutOffInTheLessonOfThePerson() throws Exception {
    for (int later : new int[] {0, 9, 25}) {
      cutOff(folder.resolve("person" + later), "person/network", later);
    }
  }
}
