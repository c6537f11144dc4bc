package io.mynah.lm.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.LearningTask;
import io.mynah.lm.TokenStream;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.numeric.OffHeap;
import io.mynah.lm.numeric.Precision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a training holds outside the heap is closed, not left to a collector. */
class NativeMemoryTest {
  private static final int VOCABULARY = 12;

  @TempDir Path folder;

  private void learn(int nth, Heard heard) throws TrainingCancelled {
    TokenStream training = Samples.words(VOCABULARY, 1200, 1);
    TokenStream validation = Samples.words(VOCABULARY, 300, 2);
    Duration ample = Duration.ofMinutes(10);
    LearningTask task =
        new LearningTask(
            VOCABULARY,
            null,
            training,
            validation,
            ample,
            nth,
            new CheckpointFolder(folder.resolve("" + nth)));
    new RecurrentLearner(Samples.tiny(0.2, 1)).learn(task, heard);
  }

  @Test
  void allBuffersAreClosedHoweverATrainingEnds() throws Exception {
    int before = OffHeap.open();
    learn(1, new Heard());
    assertThat(OffHeap.open()).isEqualTo(before);
    assertThatThrownBy(() -> learn(2, new Heard(() -> true))).isInstanceOf(TrainingCancelled.class);
    Heard broken =
        new Heard() {
          @Override
          public void progress(double fraction, Duration remaining) {
            throw new IllegalStateException();
          }
        };
    assertThatThrownBy(() -> learn(3, broken)).isInstanceOf(IllegalStateException.class);
    assertThat(OffHeap.open()).isEqualTo(before);
  }

  @Test
  void parametersGradientsAndMomentsAreClosed() {
    StreamLanes lanes = StreamLanes.forTraining(Samples.words(VOCABULARY, 100, 1), 4, 8);
    List<INDArray> arrays;
    try (RecurrentNetwork network =
        new RecurrentNetwork(Samples.tiny(0.2, 1), VOCABULARY, 4, 1, Precision.SINGLE)) {
      network.train(lanes.window(0, 0, 1), 0, 1e-3, 1);
      arrays =
          List.of(
              network.network().params(),
              network.network().getFlattenedGradients(),
              network.network().getUpdater().getStateViewArray());
      assertThat(arrays).noneMatch(INDArray::wasClosed);
    }
    assertThat(arrays).allMatch(INDArray::wasClosed);
  }
}
