package io.mynah.lm.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.LearningTask;
import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TokenStream;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.numeric.Precision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same seed gives the same weights, to the last bit, whether a training was cut off or not. */
class DeterminismTest {
  private static final Duration AMPLE = Duration.ofMinutes(10);
  private static final int VOCABULARY = 24;
  private static final TokenStream TRAINING = Samples.words(VOCABULARY, 1500, 1);
  private static final TokenStream VALIDATION = Samples.words(VOCABULARY, 300, 2);

  /** Large enough for products that are shared out among threads. */
  private static final RecurrentConfig WIDE =
      new RecurrentConfig(96, 1, 16, 16, 1e-2, 10, 0.05, 0.99, 0.01, 1.0, 0.2, 0.2, 2, 4, true);

  @TempDir Path folder;

  private static RecurrentLearner learner(RecurrentConfig config, Precision precision) {
    assumeTrue(
        precision == Precision.SINGLE || Precision.fastest() == precision,
        "this processor does not multiply bfloat16");
    return new RecurrentLearner(config, precision);
  }

  private static LearningTask task(@Nullable TokenModel initial, Path folder) {
    return new LearningTask(
        VOCABULARY, initial, TRAINING, VALIDATION, AMPLE, 7, new CheckpointFolder(folder));
  }

  /** The bits of the best weights, and those of all evaluations. */
  private static List<Long> bits(Heard heard) {
    List<Long> bits = new ArrayList<>();
    for (float weight : heard.last().weights().flat()) {
      bits.add((long) Float.floatToRawIntBits(weight));
    }
    bits.add(Double.doubleToRawLongBits(heard.lastNats()));
    return bits;
  }

  private static Heard trained(RecurrentLearner learner, LearningTask task)
      throws TrainingCancelled {
    Heard heard = new Heard();
    learner.learn(task, heard);
    return heard;
  }

  @ParameterizedTest
  @EnumSource
  void twoTrainingsAreTheSameToTheLastBit(Precision precision) throws Exception {
    RecurrentLearner learner = learner(WIDE, precision);
    Heard first = trained(learner, task(null, folder.resolve("first")));
    Heard second = trained(learner, task(null, folder.resolve("second")));
    assertThat(second.nats).isEqualTo(first.nats);
    assertThat(bits(second)).isEqualTo(bits(first));
  }

  @ParameterizedTest
  @EnumSource
  void aTrainingFromNothingEndsTheSameWhereverItIsCutOff(Precision precision) throws Exception {
    endsTheSameWhereverItIsCutOff(learner(Samples.tiny(0.2, 2), precision), null);
  }

  @ParameterizedTest
  @EnumSource
  void aTrainingThatGoesOnFromAModelEndsTheSameWhereverItIsCutOff(Precision precision)
      throws Exception {
    RecurrentLearner learner = learner(Samples.tiny(0.2, 2), precision);
    TokenModel model = trained(learner, task(null, folder.resolve("model"))).last();
    endsTheSameWhereverItIsCutOff(learner, model);
  }

  private void endsTheSameWhereverItIsCutOff(RecurrentLearner learner, @Nullable TokenModel initial)
      throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Heard unbroken = new Heard(() -> asked.incrementAndGet() < 0);
    learner.learn(task(initial, folder.resolve("unbroken")), unbroken);
    int all = asked.get();
    // Before the first evaluation, after it, in the middle of one, within the last.
    int[] cuts = {2, all / 2, all - 2};
    for (int cut : cuts) {
      Path broken = folder.resolve("broken" + cut);
      AtomicInteger left = new AtomicInteger(cut);
      Heard before = new Heard(() -> left.decrementAndGet() < 0);
      assertThatThrownBy(() -> learner.learn(task(initial, broken), before))
          .isInstanceOf(TrainingCancelled.class);
      Heard after = trained(learner, task(initial, broken));
      assertThat(bits(after)).as("cut off after %s of %s", cut, all).isEqualTo(bits(unbroken));
    }
  }

  @Test
  void aTrainingThatIsCutOffRightAfterAnEvaluationIsNotJudgedTwice() throws Exception {
    RecurrentConfig impatient =
        new RecurrentConfig(16, 2, 4, 8, 1e-2, 10, 0.05, 0.99, 0.01, 1, 0.2, 0.2, 2, 1, true);
    RecurrentLearner learner = learner(impatient, Precision.SINGLE);
    Heard unbroken = trained(learner, task(null, folder.resolve("unbroken")));
    assertThat(unbroken.models).hasSizeGreaterThan(2);
    for (int evaluations = 1; evaluations < unbroken.models.size(); evaluations++) {
      Path broken = folder.resolve("broken" + evaluations);
      List<Heard> before = new ArrayList<>();
      int enough = evaluations;
      before.add(new Heard(() -> before.get(0).models.size() >= enough));
      assertThatThrownBy(() -> learner.learn(task(null, broken), before.get(0)))
          .isInstanceOf(TrainingCancelled.class);
      Heard after = trained(learner, task(null, broken));
      assertThat(bits(after)).isEqualTo(bits(unbroken));
    }
  }

  @Test
  void whatATrainingIsJudgedByDoesNotChangeWhatItLearns() throws Exception {
    RecurrentLearner learner = learner(Samples.tiny(0.2, 2), Precision.SINGLE);
    Heard first = trained(learner, task(null, folder.resolve("first")));
    TokenStream others = Samples.words(VOCABULARY, 200, 3);
    LearningTask otherwise =
        new LearningTask(
            VOCABULARY,
            null,
            TRAINING,
            others,
            AMPLE,
            7,
            new CheckpointFolder(folder.resolve("second")));
    Heard second = trained(learner, otherwise);
    assertThat(second.nats).hasSameSizeAs(first.nats).isNotEqualTo(first.nats);
    assertThat(second.last().weights().flat()).isEqualTo(first.last().weights().flat());
  }

  @ParameterizedTest
  @EnumSource
  void aTrainingThatIsCutOffAgainAndAgainEndsTheSame(Precision precision) throws Exception {
    RecurrentLearner learner = learner(Samples.tiny(0.2, 2), precision);
    Heard unbroken = trained(learner, task(null, folder.resolve("unbroken")));
    Path broken = folder.resolve("broken");
    int runs = 0;
    for (boolean over = false; !over; runs++) {
      AtomicInteger left = new AtomicInteger(23);
      Heard heard = new Heard(() -> left.decrementAndGet() < 0);
      try {
        learner.learn(task(null, broken), heard);
        assertThat(bits(heard)).isEqualTo(bits(unbroken));
        over = true;
      } catch (TrainingCancelled wanted) {
        assertThat(runs).isLessThan(100);
      }
    }
    assertThat(runs).isGreaterThan(5);
  }
}
