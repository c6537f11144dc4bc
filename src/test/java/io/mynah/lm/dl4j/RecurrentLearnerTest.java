package io.mynah.lm.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mynah.lm.CheckpointFolder;
import io.mynah.lm.LearningTask;
import io.mynah.lm.NeuralTraining;
import io.mynah.lm.RecurrentConfig;
import io.mynah.lm.TokenModel;
import io.mynah.lm.TokenStream;
import io.mynah.lm.TrainingCancelled;
import io.mynah.lm.VoiceParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecurrentLearnerTest {
  private static final int VOCABULARY = 12;
  private static final Duration AMPLE = Duration.ofMinutes(10);
  private static final TokenStream TRAINING = Samples.words(VOCABULARY, 1200, 1);
  private static final TokenStream VALIDATION = Samples.words(VOCABULARY, 300, 2);

  @TempDir Path folder;

  private static void learn(RecurrentConfig config, Path folder, long seed, Heard heard)
      throws TrainingCancelled {
    new RecurrentLearner(config)
        .learn(
            new LearningTask(
                VOCABULARY, null, TRAINING, VALIDATION, AMPLE, seed, new CheckpointFolder(folder)),
            heard);
  }

  @Test
  void learnsWhatCanBeForeseenAndNoMore() throws Exception {
    Heard heard = new Heard();
    learn(Samples.tiny(0, 12), folder, 7, heard);
    // One token in three is one of four at random; the two after it follow from it.
    double possible = Math.log(4) / 3;
    assertThat(heard.lastNats()).isBetween(possible * 0.93, possible * 1.15);
    assertThat(heard.lastNats()).isLessThan(Math.log(VOCABULARY) / 4);
  }

  @Test
  void knowsFromTheFirstStepWhichTokensNeverCome() throws Exception {
    int unused = 500;
    RecurrentConfig once =
        new RecurrentConfig(16, 1, 4, 8, 1e-4, 10, 0.05, 0.99, 0, 1.0, 0, 0, 1, 4, true);
    Heard heard = new Heard();
    new RecurrentLearner(once)
        .learn(
            new LearningTask(
                VOCABULARY + unused,
                null,
                TRAINING,
                VALIDATION,
                AMPLE,
                7,
                new CheckpointFolder(folder)),
            heard);
    float[] probabilities = new float[VOCABULARY + unused];
    heard.last().start().probabilities(probabilities);
    double others = 0;
    for (int token = VOCABULARY; token < probabilities.length; token++) {
      others += probabilities[token];
    }
    assertThat(others).isLessThan(0.1);
  }

  @Test
  void handsOverBetterModelsOnly() throws Exception {
    Heard heard = new Heard();
    learn(Samples.tiny(0, 12), folder, 7, heard);
    assertThat(heard.nats).hasSizeGreaterThan(3);
    for (int i = 1; i < heard.nats.size(); i++) {
      assertThat(heard.nats.get(i)).isLessThan(heard.nats.get(i - 1));
    }
  }

  @Test
  void stopsEarlyWhenEvaluationsStayWorse() throws Exception {
    // A net with room enough learns a short random text by heart, and is worse elsewhere for it.
    TokenStream noise = Samples.words(3 * VOCABULARY, 400, 3);
    RecurrentConfig config =
        new RecurrentConfig(32, 1, 4, 8, 2e-2, 5, 1, 0.99, 0, 1.0, 0, 0, 400, 3, true);
    Heard heard = new Heard();
    new RecurrentLearner(config)
        .learn(
            new LearningTask(
                3 * VOCABULARY,
                null,
                noise,
                Samples.words(3 * VOCABULARY, 300, 4),
                AMPLE,
                1,
                new CheckpointFolder(folder)),
            heard);
    assertThat(heard.fractions.get(heard.fractions.size() - 1)).isLessThan(0.5);
  }

  @Test
  void sameSeedSameResult() throws Exception {
    Heard first = new Heard();
    Heard second = new Heard();
    Heard other = new Heard();
    learn(Samples.tiny(0.2, 2), folder.resolve("a"), 7, first);
    learn(Samples.tiny(0.2, 2), folder.resolve("b"), 7, second);
    learn(Samples.tiny(0.2, 2), folder.resolve("c"), 8, other);
    assertThat(second.nats).isEqualTo(first.nats);
    assertThat(second.last().weights().flat()).isEqualTo(first.last().weights().flat());
    assertThat(other.last().weights().flat()).isNotEqualTo(first.last().weights().flat());
  }

  @Test
  void aTrainingThatWasCutOffEndsLikeAnUnbrokenOne() throws Exception {
    Heard unbroken = new Heard();
    learn(Samples.tiny(0.2, 6), folder.resolve("unbroken"), 7, unbroken);
    Path broken = folder.resolve("broken");
    // In the middle of an epoch, in the middle of an evaluation, between two epochs: somewhere.
    for (int windows : new int[] {17, 41, 60, 75, 50}) {
      cutOff(broken, windows);
    }
    Heard heard = new Heard();
    learn(Samples.tiny(0.2, 6), broken, 7, heard);
    assertThat(heard.lastNats()).isEqualTo(unbroken.lastNats());
    assertThat(heard.last().weights().flat()).isEqualTo(unbroken.last().weights().flat());
  }

  @Test
  void aTrainingThatWasCutOffHandsOverItsBestModelAgainFirst() throws Exception {
    AtomicInteger left = new AtomicInteger(100);
    Heard before = new Heard(() -> left.decrementAndGet() < 0);
    assertThatThrownBy(() -> learn(Samples.tiny(0.2, 6), folder, 7, before))
        .isInstanceOf(TrainingCancelled.class);
    Heard after = new Heard();
    learn(Samples.tiny(0.2, 6), folder, 7, after);
    assertThat(after.nats.get(0)).isEqualTo(before.lastNats());
    assertThat(after.models.get(0).weights().flat()).isEqualTo(before.last().weights().flat());
  }

  @Test
  void aFinishedTrainingIsNotDoneAgain() throws Exception {
    Heard first = new Heard();
    learn(Samples.tiny(0.2, 3), folder, 7, first);
    AtomicInteger asked = new AtomicInteger();
    Heard second = new Heard(() -> asked.incrementAndGet() < 0);
    learn(Samples.tiny(0.2, 3), folder, 7, second);
    assertThat(second.nats).containsExactly(first.lastNats());
    assertThat(second.fractions).as("no window was gone through").isEmpty();
    assertThat(asked).hasValueLessThanOrEqualTo(1);
  }

  @Test
  void aTrainingThatDivergesSaysSoAndLeavesNothingToGoOnFrom() throws Exception {
    RecurrentConfig wild =
        new RecurrentConfig(16, 1, 4, 8, 1e38, 1, 1, 0.99, 0, 1, 0, 0, 20, 99, true);
    List<String> said = new ArrayList<>();
    Heard heard =
        new Heard() {
          @Override
          public void diverged() {
            said.add("diverged");
          }
        };
    new RecurrentLearner(wild)
        .checkpointingEvery(Duration.ZERO)
        .learn(
            new LearningTask(
                VOCABULARY, null, TRAINING, VALIDATION, AMPLE, 7, new CheckpointFolder(folder)),
            heard);
    assertThat(said).containsExactly("diverged");
    assertThat(heard.nats).allMatch(Double::isFinite);
    assertThat(folder.resolve("network")).doesNotExist();
  }

  @Test
  void checkpointsAreWrittenNoMoreOftenThanIsWished() throws Exception {
    RecurrentLearner seldom = new RecurrentLearner(Samples.tiny(0, 3));
    RecurrentLearner always = seldom.checkpointingEvery(Duration.ZERO);
    assertThat(checkpointsSeen(seldom, folder.resolve("seldom"))).containsOnly(false);
    assertThat(checkpointsSeen(always, folder.resolve("always"))).containsOnly(true);
    assertThat(folder.resolve("seldom/network")).as("at the end").isNotEmptyFile();
  }

  /** Whether there was a checkpoint when each better model came. */
  private static List<Boolean> checkpointsSeen(RecurrentLearner learner, Path folder)
      throws TrainingCancelled {
    List<Boolean> seen = new ArrayList<>();
    Heard heard =
        new Heard() {
          @Override
          public void epoch(TokenModel model, double validationNats) {
            seen.add(Files.exists(folder.resolve("network")));
          }
        };
    learner.learn(
        new LearningTask(
            VOCABULARY, null, TRAINING, VALIDATION, AMPLE, 7, new CheckpointFolder(folder)),
        heard);
    return seen;
  }

  @Test
  void whoAsksForNoMoreModelsLeavesACheckpointAndCanGoOn() throws Exception {
    RecurrentLearner seldom = new RecurrentLearner(Samples.tiny(0, 3));
    LearningTask task =
        new LearningTask(
            VOCABULARY, null, TRAINING, VALIDATION, AMPLE, 7, new CheckpointFolder(folder));
    long before;
    try (NeuralTraining training = seldom.begin(task, () -> false)) {
      NeuralTraining.Epoch first = training.next().orElseThrow();
      first.model().close();
      assertThat(folder.resolve("network")).doesNotExist();
      before = training.tokens();
    }
    assertThat(folder.resolve("network")).isNotEmptyFile();
    long all =
        seldom.learn(
            new LearningTask(
                VOCABULARY,
                null,
                TRAINING,
                VALIDATION,
                AMPLE,
                7,
                new CheckpointFolder(folder.resolve("whole"))),
            new Heard());
    assertThat(before).isBetween(1L, all - 1);
    assertThat(seldom.learn(task, new Heard())).isEqualTo(all - before);
  }

  /** Trains for so many windows and cancels. */
  private static void cutOff(Path folder, int windows) {
    AtomicInteger left = new AtomicInteger(windows);
    Heard heard = new Heard(() -> left.decrementAndGet() < 0);
    assertThatThrownBy(() -> learn(Samples.tiny(0.2, 6), folder, 7, heard))
        .isInstanceOf(TrainingCancelled.class);
  }

  @Test
  void cancellingTakesEffectAtOnce() {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger after = new AtomicInteger();
    Heard heard =
        new Heard(
            () -> {
              boolean cancelled = asked.incrementAndGet() > 20;
              after.addAndGet(cancelled ? 1 : 0);
              return cancelled;
            });
    assertThatThrownBy(() -> learn(Samples.tiny(0, 1000), folder, 7, heard))
        .isInstanceOf(TrainingCancelled.class);
    assertThat(after).hasValue(1);
    assertThat(folder.resolve("network")).isNotEmptyFile();
  }

  @Test
  void keepsToItsBudget() throws Exception {
    Heard heard = new Heard();
    RecurrentConfig config =
        new RecurrentConfig(
            64, 1, 4, 8, 1e-3, 10, 0.05, 0.99, 0.01, 1.0, 0.3, 0.3, 100_000, 100_000, true);
    long start = System.nanoTime();
    new RecurrentLearner(config)
        .learn(
            new LearningTask(
                VOCABULARY,
                null,
                TRAINING,
                VALIDATION,
                Duration.ofSeconds(1),
                7,
                new CheckpointFolder(folder)),
            heard);
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(seconds).as("of the hours that its epochs would take").isBetween(0.6, 60.0);
    assertThat(heard.fractions).isSorted();
    assertThat(heard.models).isNotEmpty();
  }

  @Test
  void aDamagedCheckpointIsIgnored() throws Exception {
    Heard clean = new Heard();
    learn(Samples.tiny(0.2, 1), folder.resolve("clean"), 7, clean);
    assertThat(clean.nats).as("what is not ignored would be the last alone").hasSizeGreaterThan(1);
    byte[] whole = Files.readAllBytes(folder.resolve("clean").resolve("network"));
    Path damaged = Files.createDirectories(folder.resolve("damaged"));
    for (int place : new int[] {0, 4, 20, 40, 60, 82, whole.length / 2, whole.length - 1}) {
      byte[] bytes = whole.clone();
      bytes[place] ^= 64;
      startsAnew(damaged, bytes, clean);
    }
    startsAnew(damaged, Arrays.copyOf(whole, whole.length - 9), clean);
    startsAnew(damaged, Arrays.copyOf(whole, 30), clean);
    startsAnew(damaged, new byte[0], clean);
  }

  private static void startsAnew(Path folder, byte[] checkpoint, Heard clean) throws Exception {
    Files.write(folder.resolve("network"), checkpoint);
    Heard heard = new Heard();
    learn(Samples.tiny(0.2, 1), folder, 7, heard);
    assertThat(heard.nats).isEqualTo(clean.nats);
  }

  @Test
  void aCheckpointOfOtherDataOrSettingsIsIgnored() throws Exception {
    Heard clean = new Heard();
    learn(Samples.tiny(0.2, 1), folder.resolve("clean"), 7, clean);
    assertThat(clean.nats).hasSizeGreaterThan(1);
    Path foreign = folder.resolve("foreign");
    learn(Samples.tiny(0.1, 1), foreign, 7, new Heard());
    Heard otherSettings = new Heard();
    learn(Samples.tiny(0.2, 1), foreign, 7, otherSettings);
    new RecurrentLearner(Samples.tiny(0.2, 1))
        .learn(
            new LearningTask(
                VOCABULARY, null, TRAINING, TRAINING, AMPLE, 7, new CheckpointFolder(foreign)),
            new Heard());
    Heard otherData = new Heard();
    learn(Samples.tiny(0.2, 1), foreign, 7, otherData);
    assertThat(otherSettings.nats).isEqualTo(clean.nats);
    assertThat(otherData.nats).isEqualTo(clean.nats);
  }

  @Test
  void aCheckpointThatCannotBeWrittenDoesNotEndTheTraining() throws Exception {
    Path occupied = Files.writeString(folder.resolve("file"), "not a folder");
    Heard heard = new Heard();
    learn(Samples.tiny(0, 2), occupied, 7, heard);
    assertThat(heard.models).isNotEmpty();
  }

  @Test
  void goesOnFromAModelInsteadOfFromNothing() throws Exception {
    Heard first = new Heard();
    learn(Samples.tiny(0, 6), folder.resolve("first"), 7, first);
    TokenModel base = first.models.get(first.models.size() - 1);

    Heard second = new Heard();
    new RecurrentLearner(Samples.tiny(0, 1))
        .learn(
            new LearningTask(
                VOCABULARY,
                base,
                TRAINING,
                VALIDATION,
                AMPLE,
                8,
                new CheckpointFolder(folder.resolve("second"))),
            second);

    assertThat(second.nats.get(0))
        .as("one epoch from a model, beside the first and the last epoch from nothing")
        .isLessThan((first.nats.get(0) + first.lastNats()) / 2);
  }

  @Test
  void returnsAtOnceWhenNothingCounts() throws Exception {
    TokenStream context = new TokenStream(new int[] {1, 2, 3}, new float[] {1, 0, 0});
    Heard heard = new Heard();
    RecurrentLearner learner = new RecurrentLearner(VoiceParameters.defaults().network());
    learner.learn(
        new LearningTask(
            VOCABULARY, null, TRAINING, context, AMPLE, 7, new CheckpointFolder(folder)),
        heard);
    learner.learn(
        new LearningTask(
            VOCABULARY, null, context, VALIDATION, AMPLE, 7, new CheckpointFolder(folder)),
        heard);
    assertThat(heard.models).isEmpty();
    assertThat(heard.fractions).isEmpty();
  }

  @Test
  void refusesTokensOutsideTheVocabulary() {
    TokenStream wrong = Samples.weighted(1, VOCABULARY, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RecurrentLearner(VoiceParameters.defaults().network())
                    .learn(
                        new LearningTask(
                            VOCABULARY,
                            null,
                            wrong,
                            VALIDATION,
                            AMPLE,
                            7,
                            new CheckpointFolder(folder)),
                        new Heard()));
  }
}
